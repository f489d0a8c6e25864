import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryTokens } from '../src/lib/server/backup/try-tokens.ts';
import { dropOldCopies } from '../src/lib/server/database/copies.ts';
import { SCHEMA } from '../src/lib/server/database/migrate.ts';
import { openInstance } from '../src/lib/server/database/open-instance.ts';
import type { ProviderOf } from '../src/lib/server/meta/provider.ts';
import { createSweep } from '../src/lib/server/renewal/sweep.ts';
import { readSettings } from '../src/lib/server/settings/settings.ts';
import { tokenVault } from '../src/lib/server/vault/token-vault.ts';
import { unlock } from '../src/lib/server/vault/unlock.ts';
import {
	FIXTURE_KEY,
	FIXTURE_TIME,
	FIXTURE_TOKENS,
	readFixture,
	releasedSchemas
} from './fixtures/released.ts';
import { filesIn } from './support/leaks.ts';

const DAY = 86_400_000;
const NEW_TOKEN = 'IGAA-ada-renewed';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-released-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const settings = () =>
	readSettings({ DATA_DIR: folder, SECRET_KEY: FIXTURE_KEY.toString('base64') });
const place = (schema: number) =>
	writeFileSync(at('mooring.db'), readFixture(schema), { mode: 0o600 });

/** Meta, as far as a renewal asks it. */
const meta = {
	id: 'instagram',
	refresh: (token: string) =>
		token === FIXTURE_TOKENS['ada.draws']
			? Promise.resolve({ accessToken: NEW_TOKEN, expiresIn: 5_184_000 })
			: Promise.reject(new Error(`another token: ${token}`)),
	readProfile: () =>
		Promise.resolve({
			accountId: '17840000000000001',
			appScopedId: '2',
			username: 'ada.draws',
			name: null,
			accountType: null,
			pictureUrl: null
		})
} as unknown as ProviderOf<'instagram'>;

async function renew(db: Awaited<ReturnType<typeof openInstance>>) {
	const vault = tokenVault(await unlock(db, settings().secretKeys, FIXTURE_TIME));
	const ignore = () => undefined;
	const log = { info: ignore, warn: ignore, error: ignore };
	const clock = { now: () => FIXTURE_TIME };
	const deps = { db, vault, clock, log, providers: { instagram: meta }, refreshAfterDays: 7 };
	await createSweep(deps).run();
	const row = await db
		.selectFrom('connections')
		.selectAll()
		.where('username', '=', 'ada.draws')
		.executeTakeFirstOrThrow();
	const { id, provider, accountId, tokenSealed } = row;
	return vault.open(tokenSealed ?? '', { connectionId: id, provider, accountId });
}

it('there is a database of every schema that was released', () => {
	const present = releasedSchemas();
	expect(present).toEqual(present.map((_, index) => index + 5));
	expect(present.at(-1)).toBeGreaterThanOrEqual(Math.min(SCHEMA, 18));
});

describe.each(releasedSchemas())('a database of schema %i', (schema) => {
	it('is opened, its tokens open, and what is due is renewed', async () => {
		place(schema);
		const db = await openInstance(settings(), FIXTURE_TIME);
		expect(await tryTokens(db, settings().secretKeys)).toMatchObject({
			open: 2,
			all: 2,
			others: []
		});
		expect(await renew(db)).toBe(NEW_TOKEN);
		await db.destroy();
	});

	it('is copied before its update, closed to others, as it was; and not without one', async () => {
		place(schema);
		await (await openInstance(settings(), FIXTURE_TIME)).destroy();
		const copy = at(`mooring.db.schema-${String(schema)}`);
		expect(existsSync(copy)).toBe(schema < SCHEMA);
		if (schema === SCHEMA) return;
		expect(statSync(copy).mode & 0o777).toBe(0o600);
		const sqlite = new Database(copy, { readonly: true });
		expect(sqlite.pragma('user_version', { simple: true })).toBe(schema);
		expect(sqlite.prepare('SELECT username FROM connections').pluck().all()).toEqual(
			Object.keys(FIXTURE_TOKENS)
		);
		sqlite.close();
		rmSync(copy);
		await (await openInstance(settings(), FIXTURE_TIME)).destroy();
		expect(existsSync(copy)).toBe(false);
	});
});

describe('the copy before an update', () => {
	const copies = () => readdirSync(folder).filter((name) => name.includes('.schema-'));

	it('holds what stands in the log only, and takes the place of an earlier one', async () => {
		place(6);
		writeFileSync(at('mooring.db.schema-5'), 'the one before');
		writeFileSync(at('mooring.db.schema-4.0123456789ab'), 'a draft of one that was cut off');
		const writer = new Database(at('mooring.db'));
		writer.prepare("UPDATE connections SET username = 'in.the.log'").run();
		// As a killed process leaves it: the reader keeps the log from being moved into the file.
		const reader = new Database(at('mooring.db'));
		reader.prepare('SELECT 1 FROM connections').all();
		expect(readFileSync(at('mooring.db-wal')).length).toBeGreaterThan(0);

		await (await openInstance(settings(), FIXTURE_TIME)).destroy();
		writer.close();
		reader.close();
		expect(copies()).toEqual(['mooring.db.schema-6']);
		const copy = new Database(at('mooring.db.schema-6'), { readonly: true });
		expect(copy.prepare('SELECT DISTINCT username FROM connections').pluck().all()).toEqual([
			'in.the.log'
		]);
		copy.close();
	});

	it('comes first: where it cannot be written nothing is updated', async () => {
		place(6);
		// A folder stands in its place.
		mkdirSync(at('mooring.db.schema-6'));
		writeFileSync(at('mooring.db.schema-6/x'), '');
		await expect(openInstance(settings(), FIXTURE_TIME)).rejects.toThrow(
			/^The copy \S+mooring\.db\.schema-6 from before the update cannot be written/
		);
		const sqlite = new Database(at('mooring.db'), { readonly: true });
		expect(sqlite.pragma('user_version', { simple: true })).toBe(6);
		sqlite.close();
	});

	it('is gone after thirty days', async () => {
		place(6);
		await (await openInstance(settings(), FIXTURE_TIME)).destroy();
		dropOldCopies(at('mooring.db'), Date.now() + 29 * DAY);
		expect(copies()).toHaveLength(1);
		dropOldCopies(at('mooring.db'), Date.now() + 31 * DAY);
		expect(copies()).toEqual([]);
		expect(filesIn(folder).map(({ name }) => name)).toContain('mooring.db');
	});
});

it('a newer database is refused in one sentence, and nothing beside it is made', async () => {
	place(6);
	const sqlite = new Database(at('mooring.db'));
	sqlite.pragma(`user_version = ${String(SCHEMA + 1)}`);
	sqlite.close();
	await expect(openInstance(settings(), FIXTURE_TIME)).rejects.toThrow(
		/^This database was used by a newer Mooring \(schema \d+, this one knows \d+\); start that newer version/
	);
	expect(readdirSync(folder)).toEqual(['mooring.db']);
});
