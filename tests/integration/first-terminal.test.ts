import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../support/instance.ts';
import { hasTerminals, inTerminal } from '../support/terminal.ts';

const START = join(import.meta.dirname, '../../bin/start.mjs');

/** The server in a terminal of 100 columns, and what it shows. */
async function startInTerminal(env: Record<string, string>) {
	const cwd = mkdtempSync(join(tmpdir(), 'mooring-terminal-'));
	onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
	const port = String(await freePort());
	const origin = `http://localhost:${port}`;
	const sized = ['/bin/sh', '-c', 'stty cols 100 rows 50; exec "$@"', 'sh'];
	const terminal = inTerminal([...sized, process.execPath, START], {
		cwd,
		env: { PATH: process.env['PATH'] ?? '', DATA_DIR: cwd, ORIGIN: origin, ...env }
	});
	terminal.watch();
	await expect.poll(terminal.shown).toMatch(/Mooring is at [^\n]*\n/);
	return { ...terminal, origin, lines: () => terminal.shown().trim().split(/\r?\n/) };
}

describe.runIf(hasTerminals)('a start in a terminal', () => {
	it('ends with the claim link, and its QR code above', async () => {
		const { origin, lines, child, ended } = await startInTerminal({});
		await expect.poll(() => lines().at(-1)).toMatch(`Claim this instance: ${origin}/claim/`);
		expect(lines().at(-2)).toMatch(/[█▀▄]{10}/);
		child.kill();
		await ended;
	});

	it('of practice ends with the address, and stays readable until LOG_LEVEL asks', async () => {
		for (const asked of [{}, { LOG_LEVEL: 'info' }]) {
			const simulator = String(await freePort());
			const { origin, lines, child, ended } = await startInTerminal({
				PRACTICE: '1',
				SIMULATOR_PORT: simulator,
				...asked
			});
			expect(lines().at(-1)).toBe(`Mooring is at ${origin}`);
			expect((await fetch(origin)).status).toBe(200);
			const isRequest = (line: string) => line.includes('"msg":"request"');
			if ('LOG_LEVEL' in asked) await expect.poll(() => lines().some(isRequest)).toBe(true);
			else expect(lines().at(-1)).toBe(`Mooring is at ${origin}`);
			child.kill();
			await ended;
		}
	});
});
