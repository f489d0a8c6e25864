import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { onTestFinished } from 'vitest';

const SCRIPT = '/usr/bin/script';

/** Only where util-linux's `script` makes terminals. */
export const hasTerminals = process.platform === 'linux' && existsSync(SCRIPT);

/** A program in a terminal of its own, at most until the test ends: what is typed and what it shows. */
export function inTerminal(
	command: string[],
	options: { cwd: string; env: Record<string, string> }
) {
	// The words go along in the environment: no quoting can go wrong.
	const words = Object.fromEntries(command.map((word, at) => [`WORD${String(at)}`, word]));
	const line = Object.keys(words).map((name) => `"$${name}"`);
	const child = spawn(SCRIPT, ['-qec', line.join(' '), '/dev/null'], {
		cwd: options.cwd,
		env: { ...options.env, ...words, SHELL: '/bin/sh' },
		stdio: ['pipe', 'pipe', 'inherit']
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	let shown = '';
	return {
		child,
		/** Begins to read what is shown; before that the terminal is held. */
		watch: () => child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString())),
		shown: () => shown,
		type: (keys: string) => child.stdin.write(keys),
		ended: new Promise<number | null>((resolve) => child.once('close', resolve))
	};
}
