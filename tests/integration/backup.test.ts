import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/lib/format.ts';
import { runCommand } from '../support/command.ts';
import type { TestBrowser } from '../support/browser.ts';
import { filesIn } from '../support/leaks.ts';
import { type Live, startLive } from '../support/live.ts';

const BACKUP_KEY = 'canary of the key for backups';

let live: Live;
let browser: TestBrowser;
let connectionId: string;
let elsewhere: string;
const at = (...names: string[]) => join(live.dataDir, ...names);
const command = (args: string[], env: Record<string, string> = {}) =>
	runCommand(live.dataDir, args, {
		ORIGIN: live.origin,
		DATA_DIR: live.dataDir,
		BACKUP_KEY,
		PRACTICE: '0',
		...env
	});

beforeAll(async () => {
	elsewhere = mkdtempSync(join(tmpdir(), 'mooring-elsewhere-'));
	live = await startLive({ BACKUP_KEY });
	({ browser, connectionId } = await live.claim());
}, 2 * MINUTE);
afterAll(async () => {
	await live.remove();
	rmSync(elsewhere, { recursive: true });
});

const kept = () => {
	try {
		return readdirSync(at('backups')).filter((name) => name.endsWith('.age'));
	} catch {
		return [];
	}
};

/** What stands sealed in the database. */
function sealedToken() {
	const sqlite = new Database(at('mooring.db'), { readonly: true });
	const sealed = sqlite.prepare('SELECT token_sealed FROM connections').pluck().get() as string;
	sqlite.close();
	return sealed;
}

async function decrypted(file: string) {
	const age = new Decrypter();
	age.addPassphrase(BACKUP_KEY);
	return Buffer.from(await age.decrypt(readFileSync(file))).toString('latin1');
}

describe('a running Mooring with BACKUP_KEY', { timeout: 2 * MINUTE }, () => {
	it('backs up by itself at its start, and leaves nothing else', async () => {
		await expect.poll(kept, { timeout: MINUTE }).toHaveLength(1);
		await expect
			.poll(() => readdirSync(live.dataDir).filter((name) => name.startsWith('working-')))
			.toEqual([]);
		await expect.poll(() => live.output(), { timeout: MINUTE }).toContain('backed up');
		const { text } = await browser.open(`${live.origin}/settings`);
		expect(text).toContain('Backups are made every day');
		expect(text).not.toContain('canary');
	});

	it('is backed up by hand, and a drill opens its token', async () => {
		const drill = await command(['backup', '--drill']);
		expect(drill).toMatchObject({ code: 0 });
		expect(drill.output).toContain('1 of 1 tokens open.');
		const made = await command(['backup', join(elsewhere, 'a.age')]);
		expect(made.code).toBe(0);
		expect(made.output).toContain('1 sealed token');
		expect(readdirSync(live.dataDir).filter((name) => name.startsWith('working-'))).toEqual([]);
	});

	it('takes no restore, not even with --replace', async () => {
		const refused = await command(['restore', join(elsewhere, 'a.age'), '--replace']);
		expect(refused.code).toBe(1);
		expect(refused.output).toContain('Another Mooring is running');
	});

	it('keeps the key for backups out of everything that it writes', () => {
		const holders = filesIn(live.dataDir).filter(({ bytes }) => bytes.includes('canary'));
		expect(holders.map(({ name }) => name)).toEqual([]);
		expect(live.output()).not.toContain('canary');
	});

	it('that is restored elsewhere opens its token, and signs nobody in', async () => {
		const DATA_DIR = join(elsewhere, 'new');
		const SECRET_KEY = readFileSync(at('secret.key'), 'utf8').trim();
		const restored = await command(['restore', join(elsewhere, 'a.age')], { DATA_DIR, SECRET_KEY });
		expect(restored).toMatchObject({ code: 0 });
		expect(restored.output).toContain('1 of 1 tokens open.');
		const again = await command(['restore', join(elsewhere, 'a.age'), '--replace'], {
			DATA_DIR,
			SECRET_KEY: Buffer.from('another key of 32 bytes, no other')
				.subarray(0, 32)
				.toString('base64')
		});
		expect(again).toMatchObject({ code: 4 });
		expect(again.output).toContain('0 of 1 tokens open.');
	});

	it('that erased a token has it in no backup after that, nor in the copy of an update', async () => {
		const sealed = sealedToken();
		expect(await decrypted(join(elsewhere, 'a.age'))).toContain(sealed);
		writeFileSync(at('mooring.db.schema-17'), sealed);
		const gone = await browser.api(`${live.origin}/api/connections/${connectionId}`, 'DELETE');
		expect(gone.status).toBe(200);
		expect((await command(['backup', join(elsewhere, 'b.age')])).code).toBe(0);
		expect(await decrypted(join(elsewhere, 'b.age'))).not.toContain(sealed);
		const holders = filesIn(live.dataDir).filter(({ bytes }) => bytes.includes(sealed));
		expect(holders.map(({ name }) => name)).toEqual([]);
	});
});
