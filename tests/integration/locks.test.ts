import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, type Instance, startInstance } from '../support/instance.ts';

const ROOT = join(import.meta.dirname, '../..');
const REFUSED =
	/^The (data folder|database) \S+ cannot be written \(SQLITE_\w+\): its disk refuses/;

let folder: string;
let instance: Instance;
let port: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-locks-'));
	port = String(await freePort());
	instance = await startInstance();
});
afterAll(async () => {
	await instance.remove();
	rmSync(folder, { recursive: true });
});

const run = (program: string, args: string[], env: Record<string, string> = {}) =>
	spawnSync(process.execPath, [join(ROOT, program), ...args], {
		cwd: folder,
		env: { PATH: process.env['PATH'], PORT: port, DATA_DIR: instance.dataDir, ...env },
		encoding: 'utf8',
		timeout: 20_000,
		killSignal: 'SIGKILL'
	});

it('a second server is told of the first, and a command is not', () => {
	const { status, stderr } = run('bin/start.mjs', []);
	expect(status).toBe(1);
	expect(stderr).toMatch(/^Another Mooring is running with the data folder \S+; stop it first/);
	expect(run('bin/mooring.ts', ['claim-link']).status).toBe(0);
});

const library = () => join(folder, 'no-locks.so');
const source = join(ROOT, 'tests/support/no-locks.c');
const hasCompiler =
	process.platform === 'linux' && spawnSync('cc', ['--version'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!hasCompiler)('a disk that refuses locks', () => {
	beforeAll(async () => {
		const built = spawnSync('cc', ['-shared', '-fPIC', '-o', library(), source, '-ldl']);
		expect(built.status).toBe(0);
		await instance.stop();
	});

	it.each(['ENOLCK', 'EACCES', 'EOPNOTSUPP', 'EPERM'] as const)(
		'with %s is told as such by the server and by commands, in one sentence',
		(code) => {
			const env = { LD_PRELOAD: library(), LOCK_ERRNO: String(constants.errno[code]) };
			for (const [program, ...args] of [['bin/start.mjs'], ['bin/mooring.ts', 'claim-link']]) {
				const { status, stderr: said } = run(program ?? '', args, env);
				// A command says first which instance it is about.
				const stderr = said.replace(/^No Mooring runs with .*\n/, '');
				expect(status).toBe(1);
				expect(stderr).toMatch(REFUSED);
				expect(stderr).toContain('set DATA_DIR to a folder on a local disk');
				expect(stderr.trim().split('\n')).toHaveLength(1);
			}
		}
	);
});
