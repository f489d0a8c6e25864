import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readClaimCode } from '../creators/claim.ts';
import { addCreator } from '../creators/creator.ts';
import { databaseFile, openDatabase } from '../database/open.ts';
import { readSettings } from '../settings/settings.ts';
import { loadKeys } from '../vault/key-file.ts';
import { keyring } from '../vault/keyring.ts';
import { tokenVault } from '../vault/token-vault.ts';
import { unlock } from '../vault/unlock.ts';
import { run } from './import-token.ts';

const TOKEN = 'IGAAsixtyDaysFromTheDashboard';
const ADA = {
	id: '27640875392278831',
	user_id: '17841400008460056',
	username: 'ada.draws',
	name: 'Ada Draws',
	account_type: 'MEDIA_CREATOR'
};
const PIER = { ...ADA, id: '2764', user_id: '17841400008460099', username: 'north.pier.radio' };

let folder: string;
let lines: string[];
const meta = vi.fn<typeof globalThis.fetch>();
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-import-'));
	lines = [];
	vi.stubGlobal('fetch', meta);
	answer(ADA);
});
afterEach(() => {
	vi.unstubAllGlobals();
	meta.mockReset();
	rmSync(folder, { recursive: true, force: true });
});

const answer = (body: object, status = 200) =>
	meta.mockImplementation(() => Promise.resolve(Response.json(body, { status })));

const settings = (env: Record<string, string> = {}) =>
	readSettings({
		DATA_DIR: folder,
		INSTAGRAM_CLIENT_ID: '990602627938098',
		INSTAGRAM_CLIENT_SECRET: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
		...env
	});

/** What the first start makes. */
async function started() {
	const keys = loadKeys(settings(), { mayCreate: true });
	const { db } = openDatabase(databaseFile(folder));
	await unlock(db, keys, Date.now());
	await db.destroy();
	readClaimCode(folder, null);
}

const given = (text: string, args: string[] = []) =>
	run(settings(), args, (line) => lines.push(line), Readable.from([Buffer.from(text)]));

async function inside<Result>(
	look: (db: ReturnType<typeof openDatabase>['db']) => Promise<Result>
) {
	const { db } = openDatabase(databaseFile(folder));
	try {
		return await look(db);
	} finally {
		await db.destroy();
	}
}
const connections = () => inside((db) => db.selectFrom('connections').selectAll().execute());

describe('import-token', () => {
	it('makes the account the owner’s on an unclaimed instance, and prints a sign-in link', async () => {
		await started();
		expect(await given(`  ${TOKEN}\n`)).toBe(0);
		expect(lines.at(-1)).toMatch(/^http:\/\/localhost:3000\/sign-in\/[\w-]{43}$/);
		expect(lines.join('\n')).toContain('@ada.draws owns this instance now.');
		expect(existsSync(join(folder, 'claim.code'))).toBe(false);
		const [row] = await connections();
		expect(row).toMatchObject({
			accountId: ADA.user_id,
			appScopedId: ADA.id,
			expiresAt: null,
			granted: null,
			asked: '["instagram_business_basic"]'
		});
		// Meta renews nothing younger than a day.
		const wait = (row?.nextAttemptAt ?? 0) - (row?.issuedAt ?? 0) - (row?.jitterMs ?? 0);
		expect(wait).toBe(24 * 60 * 60 * 1000);
		const [first] = loadKeys(settings(), { mayCreate: false }) ?? [];
		const vault = tokenVault(first ? keyring([first]) : null);
		const place = {
			connectionId: row?.id ?? '',
			provider: 'instagram' as const,
			accountId: ADA.user_id
		};
		expect(vault.open(row?.tokenSealed ?? '', place)).toBe(TOKEN);
		await inside(async (db) => {
			expect(await db.selectFrom('renewals').selectAll().execute()).toMatchObject([
				{ trigger: 'connect', outcome: 'connected', expiresAfter: null }
			]);
			expect(await db.selectFrom('identities').selectAll().execute()).toMatchObject([
				{ accountId: ADA.user_id, username: 'ada.draws' }
			]);
			const kinds = (await db.selectFrom('auditLog').select('kind').execute()).map(
				({ kind }) => kind
			);
			expect(kinds).toEqual(['claimed', 'connected', 'sign_in_link_made']);
			expect(await db.selectFrom('sessions').selectAll().execute()).toEqual([]);
		});
	});

	it('connects a further account to the owner, who stays the only identity', async () => {
		await started();
		await given(TOKEN);
		answer(PIER);
		expect(await given(TOKEN)).toBe(0);
		expect((await connections()).map(({ username }) => username).sort()).toEqual([
			'ada.draws',
			'north.pier.radio'
		]);
		await inside(async (db) => {
			expect(await db.selectFrom('identities').selectAll().execute()).toHaveLength(1);
			expect(await db.selectFrom('creators').selectAll().execute()).toHaveLength(1);
		});
	});

	it('brings a disconnected account back under its id', async () => {
		await started();
		await given(TOKEN);
		await inside((db) =>
			db
				.updateTable('connections')
				.set({ tokenSealed: null, disconnectedAt: 5, nextAttemptAt: null })
				.execute()
		);
		const [before] = await connections();
		expect(await given(TOKEN)).toBe(0);
		const [after] = await connections();
		expect(after).toMatchObject({ id: before?.id, disconnectedAt: null });
		expect(after?.tokenSealed).not.toBe(null);
	});

	it('refuses the account of another creator, and changes nothing', async () => {
		await started();
		await given(TOKEN);
		await inside(async (db) => {
			const other = await addCreator(db, 1);
			await db.updateTable('connections').set({ creatorId: other }).execute();
			await db.updateTable('identities').set({ creatorId: other }).execute();
		});
		const before = await connections();
		lines = [];
		expect(await given('IGAAanother')).toBe(1);
		expect(lines).toEqual(['Another creator here has this account.']);
		expect(await connections()).toEqual(before);
	});

	it.each([
		[190, { error: { message: `bad ${TOKEN}`, code: 190 } }, 400, 'does not accept this token'],
		[
			'100',
			{
				error: {
					message: 'Unsupported request - method type: get',
					code: 100,
					type: 'IGApiException'
				}
			},
			400,
			'tester invitation'
		],
		['4', { error: { message: 'Application request limit reached', code: 4 } }, 400, 'slow down'],
		['HTTP 502', {}, 502, 'did not answer'],
		['no profile', { id: '1' }, 200, 'something odd']
	])('says in one sentence what Meta made of it: %s', async (_, body, status, words) => {
		await started();
		answer(body, status);
		expect(await given(TOKEN)).toBe(1);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain(words);
		expect(lines[0]).not.toContain(TOKEN);
		expect(await connections()).toEqual([]);
		expect(await inside((db) => db.selectFrom('claim').selectAll().execute())).toEqual([]);
	});

	it('says that nothing could be sent', async () => {
		await started();
		meta.mockImplementation(() => Promise.reject(new TypeError(`fetch failed ${TOKEN}`)));
		expect(await given(TOKEN)).toBe(1);
		expect(lines).toEqual(['Meta did not answer; nothing was stored. Try again in a minute.']);
	});

	it('asks nobody where it cannot work', async () => {
		expect(await given(TOKEN)).toBe(1);
		expect(lines[0]).toContain('Start Mooring once first');
		expect(existsSync(databaseFile(folder))).toBe(false);
		await started();
		expect(await given('', [TOKEN])).toBe(1);
		expect(lines.at(-1)).toContain('standard input only');
		for (const text of [
			'',
			' \n',
			'two longish words',
			'two longish\nlines',
			'x'.repeat(9000),
			'IGAAtöken-töken'
		])
			expect(await given(text)).toBe(1);
		const none = readSettings({ DATA_DIR: folder });
		expect(await run(none, [], (line) => lines.push(line), Readable.from([TOKEN]))).toBe(1);
		expect(meta).not.toHaveBeenCalled();
		expect(lines.join('\n')).not.toContain(TOKEN);
	});

	it('refuses while locked', async () => {
		await started();
		rmSync(join(folder, 'secret.key'));
		expect(await given(TOKEN)).toBe(1);
		expect(lines[0]).toContain('locked');
		expect(meta).not.toHaveBeenCalled();
	});

	it('leaves the token nowhere in plain text', async () => {
		await started();
		await given(TOKEN);
		for (const name of ['mooring.db']) {
			expect(readFileSync(join(folder, name), 'latin1')).not.toContain(TOKEN);
		}
		expect(lines.join('\n')).not.toContain(TOKEN);
	});
});
