import { execFile } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptPicture } from '../../src/lib/server/content/post.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { connectionRow } from '../support/connection-row.ts';
import { contentOf, KILLED_CONTENT, NOW, vaultOf } from '../support/killed-content.ts';

const KILL_AT = fileURLToPath(new URL('../support/kill-at.mjs', import.meta.url));
/** So many steps of each kind of work are tried, spread over all of it. */
const TRIED = 6;

/** A folder with folders: `base` of a connection that was never synced. */
let folder: string;
let base: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-content-'));
	base = join(folder, 'base');
	mkdirSync(base);
	const { db } = openDatabase(join(base, 'mooring.db'));
	await db.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
	const place = { connectionId: 'a', provider: 'instagram', accountId: 'a' } as const;
	await db
		.insertInto('connections')
		.values(
			connectionRow({
				tokenSealed: vaultOf().seal('IGAAtoken', place),
				expiresAt: null,
				nextAttemptAt: null,
				pictureType: 'image/jpeg',
				pictureVersion: 'one'
			})
		)
		.execute();
	await db.destroy();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program in this folder until that step. @returns its signal, and how many steps it took */
function run(folder: string, what: string, killAt: number) {
	const steps = join(folder, 'steps');
	const env = { ...process.env, KILL_AT: String(killAt), STEPS_FILE: steps };
	return new Promise<{ wasKilled: boolean; steps: number }>((resolve, reject) => {
		execFile(
			process.execPath,
			['--import', KILL_AT, KILLED_CONTENT, folder, what],
			{ env },
			(error) => {
				const wasKilled = error?.signal === 'SIGKILL';
				if (error && !wasKilled) return reject(new Error(error.message));
				resolve({ wasKilled, steps: wasKilled ? 0 : Number(readFileSync(steps, 'utf8')) });
			}
		);
	});
}

/** What rows name, and what is there. */
async function look(folder: string) {
	const { db } = openDatabase(join(folder, 'mooring.db'));
	const rows = await db
		.selectFrom('contentPictures')
		.select('files')
		.where('files', 'is not', null)
		.execute();
	await db.destroy();
	const named = rows.flatMap(({ files }) =>
		Object.values(JSON.parse(files ?? '') as KeptPicture).map((size) => size?.file ?? '')
	);
	const media = join(folder, 'media', 'a');
	const files = existsSync(media) ? readdirSync(media) : [];
	return { named: [...new Set(named)].sort(), files: files.sort() };
}

/** Every picture that a row names is there, and whole. */
async function expectNamedFiles(folder: string, at: string) {
	const { named, files } = await look(folder);
	for (const name of named) {
		expect(files, at).toContain(name);
		const bytes = readFileSync(join(folder, 'media', 'a', name));
		const isWhole = name.endsWith('.jpg')
			? bytes.subarray(-2).equals(Buffer.from([0xff, 0xd9]))
			: bytes.readUInt32LE(4) + 8 === bytes.length;
		expect(isWhole, `${at}: ${name}`).toBe(true);
	}
}

async function inCopies(
	from: string,
	what: string,
	check: (folder: string, at: string) => Promise<void>
) {
	const copies = mkdtempSync(join(tmpdir(), 'mooring-killed-'));
	try {
		const whole = join(copies, 'whole');
		cpSync(from, whole, { recursive: true });
		const { steps } = await run(whole, what, 0);
		expect(steps).toBeGreaterThan(5);
		const apart = Math.max(1, Math.floor(steps / TRIED));
		const first = 1 + (steps % apart);
		for (let step = first; step <= steps; step += apart) {
			const folder = join(copies, String(step));
			cpSync(from, folder, { recursive: true });
			const at = `${what} killed at step ${String(step)} of ${String(steps)}`;
			expect((await run(folder, what, step)).wasKilled, at).toBe(true);
			await expectNamedFiles(folder, at);
			await check(folder, at);
			rmSync(folder, { recursive: true });
		}
	} finally {
		rmSync(copies, { recursive: true });
	}
}

/** What a server does that is started again: the next sync, and tidying. */
async function goOn(folder: string, ids: string[], now = NOW) {
	const { content, close } = await contentOf(folder, ids, now);
	await content.tidy();
	await content.run();
	await content.tidy();
	const posts = await content.posts('a');
	await close();
	return posts;
}

describe('killed at a step', { timeout: 180_000 }, () => {
	it('a sync leaves no row without its file, and the next one ends it', async () => {
		await inCopies(base, 'sync', async (folder, at) => {
			const posts = await goOn(folder, ['3', '1']);
			expect(
				posts.map(({ mediaId }) => mediaId),
				at
			).toEqual(['3', '1']);
			for (const { picture } of posts) expect(picture, at).not.toBeNull();
			const { named, files } = await look(folder);
			expect(files, at).toEqual(named);
		});
	});

	it('an erasing leaves all or nothing, and no file without a row for long', async () => {
		const synced = join(folder, 'synced');
		cpSync(base, synced, { recursive: true });
		await run(synced, 'sync', 0);
		expect((await look(synced)).named.length).toBeGreaterThan(8);
		await inCopies(synced, 'erase', async (folder, at) => {
			const { content, close } = await contentOf(folder, []);
			await content.tidy();
			await close();
			const { named, files } = await look(folder);
			expect(files, at).toEqual(named);
		});
	});

	it('what is erased a week after it left never leaves a picture behind', async () => {
		const left = join(folder, 'left');
		cpSync(base, left, { recursive: true });
		await run(left, 'sync', 0);
		await goOn(left, ['1'], NOW + 3_600_000);
		expect((await look(left)).named.length).toBeGreaterThan(8);
		await inCopies(left, 'left', async (folder, at) => {
			const posts = await goOn(folder, ['1'], NOW + 9 * 86_400_000);
			expect(
				posts.map(({ mediaId }) => mediaId),
				at
			).toEqual(['1']);
			const { named, files } = await look(folder);
			expect(files, at).toEqual(named);
			expect(files.length, at).toBeLessThan(8);
		});
	});
});
