import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stampInstance } from '../../src/lib/server/database/instance.ts';
import { databaseFile, openDatabase } from '../../src/lib/server/database/open.ts';
import { allTexts } from '../../src/lib/server/rotation/sealed-texts.ts';
import { rotate, type RotationDeps } from '../../src/lib/server/rotation/rotate.ts';
import { loadKeys } from '../../src/lib/server/vault/key-file.ts';
import { openVault } from '../../src/lib/server/vault/open-vault.ts';
import type { TokenPlace } from '../../src/lib/server/vault/token-vault.ts';
import { connectionRow } from './connection-row.ts';

export const SEALED_AT = Date.UTC(2027, 0, 1);

/** What each sealed text of the world says. */
export const tokensOf = (count: number): string[] =>
	[
		...Array.from({ length: count }, (_, at) => `IGAAtoken-${String(at)}`),
		'IGAAprevious-0',
		'consent-that-waits',
		CHANNEL,
		CREDENTIALS
	].toSorted();

const CHANNEL = JSON.stringify({ address: 'https://hooks.example/ada', token: 'whsec_of_ada' });
const CREDENTIALS = JSON.stringify({
	clientId: '990602627938098',
	clientSecret: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
	configId: null
});

export type SealedWorld = Awaited<ReturnType<typeof sealedWorld>>;

/**
 * A data folder with its key file, and one sealed text of every kind in the database: so many
 * connections (the first with a token before), a consent, a channel and a Meta app.
 */
export async function sealedWorld(
	connections = 3,
	folder = mkdtempSync(join(tmpdir(), 'mooring-sealed-'))
) {
	const settings = { secretKeys: null, dataDir: folder };
	const masters = loadKeys(settings, { mayCreate: true });
	const { db, sqlite } = openDatabase(databaseFile(folder));
	await stampInstance(db, 'live', SEALED_AT);
	const { vault, keys } = await openVault(db, settings, masters, SEALED_AT);
	if (!keys) throw new Error('locked');
	const seal = (text: string, place: TokenPlace) => vault.seal(text, place);

	await db.insertInto('creators').values({ id: 'ada', createdAt: SEALED_AT }).execute();
	for (let at = 0; at < connections; at += 1) {
		const id = `c${String(at).padStart(4, '0')}`;
		const place = { connectionId: id, provider: 'instagram', accountId: id } as const;
		await db
			.insertInto('connections')
			.values(
				connectionRow({
					id,
					accountId: id,
					tokenSealed: seal(`IGAAtoken-${String(at)}`, place),
					previousTokenSealed: at === 0 ? seal('IGAAprevious-0', place) : null
				})
			)
			.execute();
	}
	sqlite
		.prepare(
			`INSERT INTO attempts (id, provider, state_hash, cookie_hash, may_claim, scopes, created_at, expires_at, waiting_sealed)
			VALUES ('a1', 'facebook', 'state', 'cookie', 0, '[]', 1, 2, ?)`
		)
		.run(seal('consent-that-waits', { attemptId: 'a1', provider: 'facebook' }));
	await db
		.insertInto('alertChannels')
		.values({
			id: 'hook',
			creatorId: 'ada',
			kind: 'webhook',
			address: 'https://hooks.example/…',
			sealed: seal(CHANNEL, { channelId: 'hook' }),
			state: 'on',
			types: '[]',
			createdAt: SEALED_AT,
			confirmHash: null,
			confirmUntil: null,
			lastAt: null,
			lastOk: null,
			lastSentence: null
		})
		.execute();
	await db
		.insertInto('metaApps')
		.values({
			provider: 'instagram',
			sealed: seal(CREDENTIALS, { metaAppOf: 'instagram' }),
			savedAt: SEALED_AT,
			verdict: 'right'
		})
		.execute();

	const backups = join(folder, 'backups');
	return {
		folder,
		db,
		sqlite,
		vault,
		keys,
		keyFile: join(folder, 'secret.key'),
		backups,
		rotate: (more: Partial<RotationDeps> = {}, onSealed?: (count: number) => void) =>
			rotate(
				{
					db,
					dataDir: folder,
					backups,
					isServerRunning: () => false,
					now: () => SEALED_AT,
					sleep: () => Promise.resolve(),
					...more
				},
				onSealed
			),
		/** A file with the name of a backup that was made then. */
		keepBackup(at: number) {
			mkdirSync(backups, { recursive: true });
			const name = new Date(at).toISOString().slice(0, 16).replace(':', '');
			writeFileSync(join(backups, `mooring-${name}Z.age`), 'sealed');
		},
		close: async () => {
			await db.destroy();
			rmSync(folder, { recursive: true });
		}
	};
}

/** What opens in a data folder with the keys that lie in it, as a start would find it; the rest is told as `closed`. */
export async function openedIn(folder: string) {
	const settings = { secretKeys: null, dataDir: folder };
	const masters = loadKeys(settings, { mayCreate: false });
	const { db } = openDatabase(databaseFile(folder));
	try {
		const { vault } = await openVault(db, settings, masters, SEALED_AT);
		if (vault.isLocked) return { isLocked: true, texts: [], closed: 0, keyIds: [] };
		const texts: string[] = [];
		const keyIds = new Set<string>();
		let closed = 0;
		for await (const { sealed, place } of allTexts(db)) {
			try {
				texts.push(vault.open(sealed, place));
				keyIds.add(sealed.split('.')[1] ?? '');
			} catch {
				closed += 1;
			}
		}
		return { isLocked: false, texts: texts.toSorted(), closed, keyIds: [...keyIds] };
	} finally {
		await db.destroy();
	}
}

/** Whether a text stands in the database or its log. */
export const stands = (folder: string, text: string) =>
	readdirSync(folder)
		.filter((name) => name.startsWith('mooring.db'))
		.some((name) => readFileSync(join(folder, name)).includes(text));
