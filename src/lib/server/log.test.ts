import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hasTerminals, inTerminal } from '../../../tests/support/terminal.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LINES = 20_000;

/** Logs what it is sent, answers that it did, and stops as the server does. */
const PROGRAM = `
	import { stopOnSignals, surviveFaults } from './bin/server/stop.mjs';
	import { createLog } from './src/lib/server/log.ts';
	surviveFaults();
	const log = createLog('info');
	stopOnSignals({ drain: async () => {}, stopApp: async () => log.info('stopped'), atExit() {} });
	process.on('message', (count) => {
		for (let at = 0; at < count; at += 1) log.info({ at, filling: 'x'.repeat(100) }, 'line');
		process.send(count);
	});`;

let child: ChildProcess;
afterEach(() => child.kill('SIGKILL'));

function start(stdout: 'pipe' | number = 'pipe') {
	child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
		cwd: ROOT,
		stdio: ['ignore', stdout, 'inherit', 'ipc']
	});
	return child;
}

/** Has it log so many lines; fails where it stands still. */
async function logs(count: number) {
	const done = once(child, 'message', { signal: AbortSignal.timeout(10_000) });
	child.send(count);
	expect((await done)[0]).toBe(count);
}

async function readAll() {
	let text = '';
	child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
	await once(child, 'close');
	const lines = text.trim().split('\n');
	return lines.map((line) => JSON.parse(line) as { msg: string; at?: number; dropped?: number });
}

describe('a log that nobody reads', { timeout: 30_000 }, () => {
	it('holds nothing up, and what was dropped is counted and told once it is read', async () => {
		start();
		for (let round = 0; round < 4; round += 1) await logs(LINES / 4);
		child.stdout?.once('data', () => setTimeout(() => child.kill(), 500));
		const lines = await readAll();
		const numbers = lines.flatMap(({ at }) => at ?? []);
		const told = lines.flatMap(({ dropped }) => dropped ?? []);
		expect(told).toHaveLength(1);
		expect(told[0]).toBeGreaterThan(LINES / 4);
		expect(numbers.length + (told[0] ?? 0)).toBe(LINES);
		expect(lines.at(-1)?.msg).toBe('stopped');
	});

	it('keeps no process from its end', async () => {
		start();
		await logs(LINES);
		const began = performance.now();
		child.kill();
		expect(await once(child, 'exit')).toEqual([0, null]);
		expect(performance.now() - began).toBeLessThan(8_000);
	});

	it.runIf(process.platform === 'linux')('nor does a disk that is full', async () => {
		start(openSync('/dev/full', 'w'));
		await logs(10);
		await logs(10);
	});
});

describe.runIf(hasTerminals)('a terminal that is held', { timeout: 30_000 }, () => {
	it('holds nothing up', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'mooring-log-'));
		const code = `
			import { writeFileSync } from 'node:fs';
			import { surviveFaults } from './bin/server/stop.mjs';
			import { createLog } from './src/lib/server/log.ts';
			surviveFaults();
			const log = createLog('info');
			for (let at = 0; at < ${String(LINES)}; at += 1) log.info({ at, filling: 'x'.repeat(100) });
			writeFileSync('${folder}/isTTY', String(process.stdout.isTTY));
			setInterval(() => {}, 1000);`;
		({ child } = inTerminal([process.execPath, '--input-type=module', '-e', code], {
			cwd: ROOT,
			env: { PATH: process.env['PATH'] ?? '' }
		}));
		await expect.poll(() => existsSync(`${folder}/isTTY`), { timeout: 10_000 }).toBe(true);
		expect(readFileSync(`${folder}/isTTY`, 'utf8')).toBe('true');
		rmSync(folder, { recursive: true });
	});
});

describe('a log that is read late', { timeout: 30_000 }, () => {
	it('loses no line at a clean stop, in their order', async () => {
		start();
		await logs(3_000);
		setTimeout(() => child.kill(), 10);
		await new Promise((resolve) => setTimeout(resolve, 100));
		const lines = await readAll();
		expect(lines.flatMap(({ at }) => at ?? [])).toEqual(Array.from(Array(3_000).keys()));
		expect(lines.at(-1)?.msg).toBe('stopped');
	});

	it.each(['setTimeout(() => { throw new Error("a secret") })', 'throw new Error("a secret")'])(
		'loses none when an error that nobody caught ends the process: %s',
		async (code) => {
			child = spawn(
				process.execPath,
				[
					'--input-type=module',
					'-e',
					`import { surviveFaults } from './bin/server/stop.mjs';
					import { createLog } from './src/lib/server/log.ts';
					surviveFaults();
					const log = createLog('info');
					for (let at = 0; at < 3_000; at += 1) log.info({ at, filling: 'x'.repeat(100) });
					${code}`
				],
				{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] }
			);
			await new Promise((resolve) => setTimeout(resolve, 400));
			const lines = await readAll();
			expect(lines).toHaveLength(3_001);
			expect(lines.at(-1)?.msg).toBe('uncaught exception: stopping');
			expect(child.exitCode).toBe(1);
		}
	);
});
