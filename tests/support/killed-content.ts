import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import jpeg from 'jpeg-js';
import { openBrake } from '../../src/lib/server/brake/brake.ts';
import { openContent } from '../../src/lib/server/content/content.ts';
import { resizer } from '../../src/lib/server/content/resize-process.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import type { Exchange } from '../../src/lib/server/meta/exchange.ts';
import { keyring } from '../../src/lib/server/vault/keyring.ts';
import { tokenVault } from '../../src/lib/server/vault/token-vault.ts';

/** The program that is killed: `node killed-content.ts FOLDER sync|erase|left`. */
export const KILLED_CONTENT = fileURLToPath(import.meta.url);

export const NOW = Date.UTC(2027, 0, 1);
export const vaultOf = () => tokenVault(keyring([{ id: '1', key: Buffer.alloc(32, 7) }]));

const pictureOf = (shade: number) => {
	const [width, height] = [400, 300];
	const data = Buffer.alloc(width * height * 4, shade);
	return Buffer.from(jpeg.encode({ data, width, height }, 60).data);
};

/** Ada's posts at Meta: a carousel of two and a single picture. */
const list = (ids: string[]) => ({
	data: ids.map((id) => ({
		id,
		media_type: id === '3' ? 'CAROUSEL_ALBUM' : 'IMAGE',
		media_url: `https://scontent.cdninstagram.com/${id}.jpg`,
		timestamp: `2026-12-0${id}T00:00:00+0000`,
		...(id === '3' ? { children: { data: ['31', '32'].map(child) } } : {})
	}))
});
const child = (id: string) => ({
	id,
	media_type: 'IMAGE',
	media_url: `https://scontent.cdninstagram.com/${id}.jpg`
});

/** The content of a folder, with a Meta of its own that has these posts. */
export async function contentOf(folder: string, ids: string[], now = NOW) {
	const { db } = openDatabase(join(folder, 'mooring.db'));
	const clock = { now: () => now };
	const nothing = () => undefined;
	const log = { info: nothing, warn: nothing, error: nothing };
	const brake = await openBrake({ db, now: clock.now });
	const { resize, stop } = resizer();
	const exchange: Exchange = (_request, _bounds, progress) => {
		progress.sent();
		const bytes = new Uint8Array(Buffer.from(JSON.stringify(list(ids))));
		return Promise.resolve({ status: 200, headers: new Headers(), bytes });
	};
	const content = await openContent({
		db,
		renewal: { db, vault: vaultOf(), providers: {}, clock, log, refreshAfterDays: 7, brake },
		brake,
		settings: {
			dataDir: folder,
			meta: {
				graphVersion: 'v25.0',
				hosts: {
					instagram: {
						web: 'https://www.instagram.com',
						api: 'https://api.instagram.com',
						graph: 'https://graph.instagram.com'
					},
					facebook: { web: 'https://www.facebook.com', graph: 'https://graph.facebook.com' }
				}
			},
			feedEveryMinutes: 30,
			mediaMaxBytes: 1e9
		},
		log,
		tell: () => Promise.resolve(),
		wanted: () => Promise.resolve([{ connectionId: 'a', max: 24, since: null }]),
		readAccountPicture: () => Promise.resolve(pictureOf(1)),
		resize,
		random: () => 0,
		exchange,
		fetch: (input) => {
			const name = /(\d+)\.jpg$/.exec(input instanceof Request ? input.url : input.toString())?.[1];
			return Promise.resolve(new Response(new Uint8Array(pictureOf(10 + Number(name) * 3))));
		}
	});
	const close = async () => {
		await content.stop();
		stop();
		await db.destroy();
	};
	return { content, db, close };
}

if (process.argv[1] === KILLED_CONTENT) {
	const [, , folder = '', what] = process.argv;
	const at = what === 'left' ? NOW + 8 * 86_400_000 : NOW;
	const { content, close } = await contentOf(folder, ['3', '1'], at);
	if (what === 'erase') await content.erase('a');
	else if (what === 'left') await content.tidy();
	else await content.run();
	await close();
}
