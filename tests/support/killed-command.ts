import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCache } from '../../bin/ready/compile-cache.mjs';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Runs a command in a data folder, killed outright before the step of that number (see kill-at.mjs); 0:
 * to its end.
 * @returns how it ended, and how many steps it took where it lived
 */
export async function runKilled(dataDir: string, args: string[], killAt: number) {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-steps-'));
	const file = join(folder, 'steps');
	const child = spawn(
		process.execPath,
		['--import', join(ROOT, 'tests/support/kill-at.mjs'), join(ROOT, 'bin/mooring.ts'), ...args],
		{
			cwd: dataDir,
			env: {
				PATH: process.env['PATH'],
				...compileCache(ROOT),
				DATA_DIR: dataDir,
				STEPS_FILE: file,
				KILL_AT: String(killAt)
			},
			stdio: ['ignore', 'pipe', 'pipe']
		}
	);
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
		child.once('close', (code, signal) => resolve([code, signal]))
	);
	const steps = signal === null ? Number(readFileSync(file, 'utf8')) : killAt;
	rmSync(folder, { recursive: true });
	return { code, signal, output, steps };
}
