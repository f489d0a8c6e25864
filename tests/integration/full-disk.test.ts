import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/instance.ts';

const ROOT = join(import.meta.dirname, '../..');
let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'mooring-full-'))));
afterEach(() => rmSync(dataDir, { recursive: true }));

/** A program of ours where no file may grow beyond so many blocks of 512 bytes: a full disk's stand-in. */
async function whereFilesEndAt(blocks: number, program: string, args: string[] = []) {
	const port = String(await freePort());
	return spawnSync(
		'sh',
		['-c', `ulimit -f ${String(blocks)}; exec "$@"`, 'sh', process.execPath, program, ...args],
		{
			cwd: dataDir,
			env: { PATH: process.env['PATH'], PORT: port, DATA_DIR: join(dataDir, 'data') },
			encoding: 'utf8',
			timeout: 20_000,
			killSignal: 'SIGKILL'
		}
	);
}

describe('a start on a full disk', () => {
	it.each([0, 1, 8, 40, 64, 100, 200])(
		'of %d blocks is refused in one sentence',
		async (blocks) => {
			const { status, stdout, stderr } = await whereFilesEndAt(blocks, join(ROOT, 'bin/start.mjs'));
			expect(status).toBe(1);
			expect(stderr.trim().split('\n')).toHaveLength(1);
			expect(stderr).toContain('cannot be written');
			expect(stderr).not.toMatch(/\n\s+at /);
			expect(stdout).not.toContain('Mooring is at');
			for (const name of ['claim.code', 'secret.key']) {
				const file = join(dataDir, 'data', name);
				if (existsSync(file)) expect(readFileSync(file, 'utf8').trim()).not.toBe('');
			}
		}
	);
});

describe('a command on a full disk', () => {
	it('leaves no empty claim code behind', async () => {
		const { status, stderr } = await whereFilesEndAt(0, join(ROOT, 'bin/mooring.ts'), [
			'claim-link'
		]);
		expect(status).toBe(1);
		expect(stderr).toContain('The claim code');
		const lines = stderr.trim().split('\n');
		expect(lines.filter((line) => !line.startsWith('No Mooring runs with'))).toHaveLength(1);
		expect(existsSync(join(dataDir, 'data', 'claim.code'))).toBe(false);
	});
});
