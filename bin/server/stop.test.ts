import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A process that runs this code with what stop.mjs exports, and how it ended. */
async function run(code: string) {
	const from = JSON.stringify(join(import.meta.dirname, 'stop.mjs'));
	const child = spawn(process.execPath, [
		'--input-type=module',
		'-e',
		`import { stopOnSignals, surviveFaults } from ${from}; surviveFaults(); ${code}`
	]);
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const exitCode = await new Promise((resolve) => child.on('close', resolve));
	return { exitCode, lines: output.trim().split('\n') };
}

const APP = `
	stopOnSignals({
		drain: async () => console.log('drained'),
		stopApp: async () => console.log('app stopped'),
		atExit: () => console.log('at exit')
	});`;

test('an error that nobody caught is logged without its words, and ends the process cleanly', async () => {
	const { exitCode, lines } = await run(
		`${APP} setTimeout(() => { throw new TypeError('a secret'); }, 1); setInterval(() => {}, 1000);`
	);
	const [fault = '', ...rest] = lines;
	expect(JSON.parse(fault)).toMatchObject({ name: 'TypeError', level: 50 });
	expect(fault).not.toContain('a secret');
	expect(rest).toEqual(['drained', 'app stopped', 'at exit']);
	expect(exitCode).toBe(1);
});

test('before there is anything to stop it ends it all the same', async () => {
	const { exitCode, lines } = await run(
		`setInterval(() => {}, 1000); throw new Error('a secret');`
	);
	expect(lines).toHaveLength(1);
	expect(exitCode).toBe(1);
});

test('a promise that failed and a reader that went away end nothing', async () => {
	const { exitCode, lines } = await run(
		`void Promise.reject(new Error('a secret')); process.stdout.emit('error', new Error('EPIPE'));
		setTimeout(() => console.log('still here'), 20);`
	);
	expect(lines.at(-1)).toBe('still here');
	expect(exitCode).toBe(0);
});
