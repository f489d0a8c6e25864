import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCache } from '../../bin/ready/compile-cache.mjs';
import { MEMORY_FLAGS } from '../../bin/server/memory-flags.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** The built Mooring as a process of its own, with its own data folder and port. */
export type Instance = {
	origin: string;
	dataDir: string;
	pid(): number;
	/** Everything that it printed, both streams. */
	output(): string;
	/** Reads its standard output no more, and on. */
	holdOutput(isHeld: boolean): void;
	stop(signal?: NodeJS.Signals): Promise<number | null>;
	/** Stops it, starts it again on the same data, and returns when it listens. */
	restart(env?: Record<string, string>): Promise<void>;
	/** Stops it and removes its data. */
	remove(): Promise<void>;
};

/** Below the ports that systems give out by themselves; each process of tests has a stretch of its own. */
let nextPort = 11_000 + ((process.pid * 64) % 20_000);

/** A port that nobody listens on now, and that no other test will be given before its server does. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = nextPort++;
		const server = createServer();
		const isFree = await new Promise<boolean>((resolve) => {
			server.once('error', () => resolve(false));
			server.listen(port, '127.0.0.1', () => resolve(true));
		});
		if (!isFree) continue;
		await new Promise((resolve) => server.close(resolve));
		return port;
	}
}

/** Starts the built server, as `npm start` does, with nothing of this machine's environment. */
export async function startInstance(env: Record<string, string> = {}): Promise<Instance> {
	const port = await freePort();
	const dataDir = mkdtempSync(join(tmpdir(), 'mooring-test-'));
	const origin = `http://localhost:${String(port)}`;
	let output = '';
	let child: ChildProcess;

	async function start(more: Record<string, string>) {
		child = spawn(process.execPath, [...MEMORY_FLAGS, join(ROOT, 'bin/start.mjs'), 'start'], {
			// Away from the checkout, so that nobody's `.env` counts.
			cwd: dataDir,
			env: {
				PATH: process.env['PATH'],
				...compileCache(ROOT),
				TZ: 'Pacific/Chatham',
				ORIGIN: origin,
				DATA_DIR: dataDir,
				...env,
				...more
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		const began = output.length;
		child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`did not start:\n${output}`)), 60_000);
			child.stdout?.on('data', () => {
				if (!output.slice(began).includes('Mooring is at')) return;
				clearTimeout(timer);
				resolve();
			});
			child.once('exit', () => {
				clearTimeout(timer);
				reject(new Error(`ended at its start:\n${output.slice(began)}`));
			});
		});
	}

	async function stop(signal: NodeJS.Signals = 'SIGTERM') {
		if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
		const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
		child.kill(signal);
		return ended;
	}

	await start({});
	return {
		origin,
		dataDir,
		pid: () => child.pid ?? 0,
		output: () => output,
		holdOutput: (isHeld) => (isHeld ? child.stdout?.pause() : child.stdout?.resume()),
		stop,
		restart: async (more = {}) => {
			await stop();
			await start(more);
		},
		remove: async () => {
			await stop();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
