import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf } from '../bin/ready/ensure-ready.mjs';
import { runQuietly } from '../bin/ready/quiet-child.mjs';
import { freePort } from '../tests/support/instance.ts';
import { install } from './installed.ts';

const ROOT = join(import.meta.dirname, '..');
const PATIENCE = 20_000;

/** A server of Node beside ours. */
export type App = { origin: string; pid: number; stop(): Promise<void> };

/**
 * Builds an app of `apps/` where its sources have changed since it was built.
 * @returns its folder
 */
export async function built(name: 'bare' | 'better-auth'): Promise<string> {
	const folder = join(import.meta.dirname, 'apps', name);
	if (name === 'better-auth') await install(name);
	const stamp = join(folder, 'build', '.sources');
	const sources = sourcesOf(folder);
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return folder;
	process.stderr.write(`Building ${name} (once)…\n`);
	await build(folder);
	writeFileSync(stamp, sources);
	return folder;
}

/** Builds a SvelteKit app with the packages of Mooring itself. @throws Error with what Vite said */
export async function build(folder: string): Promise<void> {
	const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
	const { code, output } = await runQuietly(process.execPath, [vite, 'build'], {
		cwd: folder,
		env: { ...environmentOf(ROOT), NODE_ENV: 'production', NO_COLOR: '1' }
	});
	if (code !== 0) throw new Error(`${folder} was not built.\n${output}`);
}

/** Starts a built app as its own documentation says, and waits until it answers. */
export async function started(
	folder: string,
	env: Record<string, string> = {},
	program: string[] = ['build/index.js']
): Promise<App> {
	const port = await freePort();
	const origin = `http://localhost:${String(port)}`;
	const child = spawn(process.execPath, program, {
		cwd: folder,
		env: {
			PATH: process.env['PATH'],
			NODE_ENV: 'production',
			HOST: '127.0.0.1',
			PORT: String(port),
			ORIGIN: origin,
			SHUTDOWN_TIMEOUT: '1',
			...env
		},
		stdio: ['ignore', 'ignore', 'ignore']
	});
	const app = { origin, pid: child.pid ?? 0, stop: () => stopped(child) };
	try {
		await ready(`${origin}/readyz`);
	} catch (error) {
		await app.stop();
		throw error;
	}
	return app;
}

/** Asks until the answer is 200. @throws Error where it does not become so in 20 s */
export async function ready(url: string): Promise<void> {
	const until = performance.now() + PATIENCE;
	while (performance.now() < until) {
		const response = await fetch(url).catch(() => null);
		await response?.arrayBuffer();
		if (response?.status === 200) return;
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
	throw new Error(`${url} did not answer 200`);
}

function stopped(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	child.kill();
	return ended;
}

function sourcesOf(folder: string) {
	const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
	const files = globSync(['*.{js,json}', 'src/**/*.*'], { cwd: folder }).sort();
	for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
	return hash.digest('hex');
}
