import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasTerminals, inTerminal } from '../tests/support/terminal.ts';

const HIDES = `
	import { hideTyping } from ${JSON.stringify(join(import.meta.dirname, 'terminal-echo.mjs'))};
	const show = hideTyping();
	console.log('hidden');
	process.stdin.once('data', (keys) => {
		show();
		console.log(keys.length);
		process.stdin.once('data', () => process.exit(3));
	});`;

const program = () => {
	const command = [process.execPath, '--input-type=module', '-e', HIDES];
	const env = { PATH: process.env['PATH'] ?? '' };
	const terminal = inTerminal(command, { cwd: import.meta.dirname, env });
	terminal.watch();
	return terminal;
};

it.runIf(hasTerminals)('what is typed is not shown until it may be, and arrives', async () => {
	const { shown, type, ended } = program();
	await expect.poll(shown, { timeout: 4_000 }).toContain('hidden');
	type('a secret\r');
	await expect.poll(shown, { timeout: 4_000 }).toContain('9');
	type('in the open\r');
	expect(await ended).toBe(3);
	expect(shown()).not.toContain('a secret');
	expect(shown()).toContain('in the open');
});

it.runIf(hasTerminals)('Ctrl-C ends it as ever', async () => {
	const { shown, type, ended } = program();
	await expect.poll(shown, { timeout: 4_000 }).toContain('hidden');
	type('\u0003');
	expect(await ended).toBe(130);
});
