import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Live, startLive } from '../support/live.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOREIGN = 'mooring.db-wal and mooring.db-shm in';

let live: Live;
const at = (name: string) => join(live.dataDir, name);
/** What no start and no command may change: all but the lock. */
const data = () =>
	readdirSync(live.dataDir)
		.filter((name) => name.startsWith('mooring.db') || name.startsWith('secret'))
		.map((name) => [name, readFileSync(at(name)).toString('latin1')]);

const command = (...args: string[]) => {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(ROOT, 'bin/mooring.ts'), ...args],
		{
			cwd: live.dataDir,
			env: { PATH: process.env['PATH'], ORIGIN: live.origin, DATA_DIR: live.dataDir },
			encoding: 'utf8'
		}
	);
	return { status, said: stdout + stderr };
};

/** A start that is refused. @returns what it said */
const refusal = () =>
	live.restart().then(
		() => 'it started',
		(error: unknown) => String(error).replace(/^.*ended at its start:\n/s, '')
	);

beforeAll(async () => {
	live = await startLive();
	await live.stop();
	copyFileSync(at('mooring.db'), at('backup'));
	await live.restart();
	await live.claim();
	await live.stop('SIGKILL');
});
afterAll(() => live.remove());

describe('after a kill', () => {
	it('a start plays back the log that was left', async () => {
		expect(readFileSync(at('mooring.db-wal')).length).toBeGreaterThan(0);
		await live.restart();
		await live.stop('SIGKILL');
		expect(command('sign-in-link')).toMatchObject({ status: 0 });
		await live.restart();
		await live.stop('SIGKILL');
	});
});

describe('a backup beside the log of a killed Mooring', () => {
	it('is refused by the start and every command in one sentence, and nothing is touched', async () => {
		copyFileSync(at('backup'), at('mooring.db'));
		const before = data();
		const said = await refusal();
		expect(said).toContain(FOREIGN);
		expect(said.trim().split('\n')).toHaveLength(1);
		for (const name of ['claim-link', 'sign-in-link', 'doctor']) {
			const { status, said } = command(name);
			expect(status).toBe(1);
			expect(said).toContain(FOREIGN);
		}
		expect(data()).toEqual(before);
	});

	it('is what counts once the two are moved away', async () => {
		for (const name of ['mooring.db-wal', 'mooring.db-shm'])
			renameSync(at(name), at(`old-${name}`));
		const { said } = command('claim-link');
		expect(said).toContain('/claim/');
		await live.restart();
		await live.stop('SIGKILL');
	});
});

describe('a log without its database', () => {
	it('is named, and neither a database nor a key is made', async () => {
		rmSync(at('mooring.db'));
		rmSync(at('secret.key'));
		const before = data();
		expect(await refusal()).toMatch(/^mooring\.db is not in \S+, but mooring\.db-wal/);
		for (const name of ['claim-link', 'sign-in-link', 'doctor']) {
			expect(command(name).said).toContain('mooring.db is not in');
		}
		expect(data()).toEqual(before);
		expect(existsSync(at('secret.key'))).toBe(false);
	});
});
