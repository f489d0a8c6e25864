import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { compileCache } from '../../bin/ready/compile-cache.mjs';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'bin/mooring.ts');

/** Runs one of the operators' commands in a folder, with nothing of this machine's environment. */
export const runCommand = (
	cwd: string,
	args: string[],
	env: Record<string, string>,
	/** What comes in by a pipe. */
	input = ''
) =>
	new Promise<{ code: number | null; output: string }>((resolve) => {
		const child = spawn(process.execPath, [PROGRAM, ...args], {
			cwd,
			env: { PATH: process.env['PATH'], ...compileCache(ROOT), ...env },
			stdio: ['pipe', 'pipe', 'pipe']
		});
		child.stdin.end(input);
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
		child.on('exit', (code) => {
			clearTimeout(timer);
			resolve({ code, output });
		});
	});
