import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { createRequire, isBuiltin } from 'node:module';
import {
	chownSync,
	cpSync,
	existsSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MEMORY_FLAGS } from '../bin/server/memory-flags.mjs';
import { buildImage, type Image } from './support/image/build.ts';
import { canChroot, type Inside, runInside, startInside } from './support/image/chroot.ts';
import { dockerIgnore, readDockerfile, readWords } from './support/image/dockerfile.ts';
import { freePort } from './support/instance.ts';

const ROOT = join(import.meta.dirname, '..');
const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const CANARY = 'canary-that-no-image-has';

describe('the Dockerfile', () => {
	const stages = readDockerfile(DOCKERFILE);
	const last = stages.at(-1);
	const texts = (instruction: string) =>
		last?.steps.filter((step) => step.instruction === instruction).map(({ text }) => text) ?? [];

	it('has two stages, and builds with the Node that we run on', () => {
		expect(stages.map(({ base }) => base)).toEqual(['node:26-slim', 'debian:trixie-slim']);
	});

	it('ends as nobody in particular, with one volume', () => {
		expect(texts('USER')).toEqual(['1000:1000']);
		expect(texts('VOLUME')).toEqual(['/data']);
		expect(last?.steps.findLastIndex(({ instruction }) => instruction === 'RUN')).toBeLessThan(
			last?.steps.findIndex(({ instruction }) => instruction === 'USER') ?? -1
		);
	});

	it('starts the server as npm start does', () => {
		expect(readWords(texts('CMD')[0] ?? '[]')).toEqual(['node', ...MEMORY_FLAGS, 'bin/start.mjs']);
		expect(texts('HEALTHCHECK')[0]).toMatch(/CMD \["node", "bin\/mooring.ts", "healthcheck"\]$/);
	});
});

const WHY_NOT = 'needs Linux, root and mounts of its own (unshare)';

describe.skipIf(!canChroot())(`the image (${WHY_NOT})`, () => {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-image-'));
	let image: Image;
	let server: ChildProcess | null = null;

	beforeAll(() => {
		image = buildImage(DOCKERFILE, {
			context: contextIn(join(folder, 'context')),
			folder,
			node: process.execPath
		});
	}, 600_000);
	afterEach(async () => {
		if (server && server.exitCode === null && server.signalCode === null) {
			const ended = new Promise((resolve) => server?.once('exit', resolve));
			server.kill('SIGKILL');
			await ended;
		}
		server = null;
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }), 300_000);

	const filesOf = () =>
		globSync('**/*', { cwd: image.root, withFileTypes: true })
			.filter((one) => one.isFile())
			.map((one) => relative(image.root, join(one.parentPath, one.name)));

	/** Its last stage as an engine would run it, read-only, with a data folder of its user's. */
	async function container(more: Record<string, string> = {}): Promise<Inside & { port: number }> {
		const data = mkdtempSync(join(folder, 'data-'));
		const [uid = 0, gid = 0] = image.user.split(':').map(Number);
		chownSync(data, uid, gid);
		const port = await freePort();
		const env = { ...image.env, PORT: String(port), ORIGIN: `http://localhost:${String(port)}` };
		return {
			root: image.root,
			workdir: image.workdir,
			user: image.user,
			isReadOnly: true,
			env: { ...env, ...more },
			mounts: { '/data': data },
			port
		};
	}
	const healthcheck = (inside: Inside) =>
		runInside(inside, readWords(image.last('HEALTHCHECK').replace(/^.*?CMD /, '')));

	/** Starts it, and waits until its own healthcheck is content. */
	async function start(inside: Inside) {
		const began = performance.now();
		const child = startInside(inside, readWords(image.last('CMD')));
		server = child;
		let output = '';
		child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		await expect
			.poll(() => (child.exitCode === null ? output : `ended: ${output}`), { timeout: 30_000 })
			.toContain('Mooring is at');
		return { child, ms: Math.round(performance.now() - began), output: () => output };
	}

	it('holds what runs and nothing else', () => {
		const files = filesOf();
		const app = files.filter((file) => file.startsWith('app/'));
		const bytes = (some: string[]) =>
			some.reduce((sum, file) => sum + statSync(join(image.root, file)).size, 0);
		const mega = (some: string[]) => `${(bytes(some) / 1_000_000).toFixed(0)} MB`;
		const node = files.filter((file) => file.endsWith('/bin/node'));
		console.info(
			`image: ${mega(app)} of Mooring and ${mega(node)} of Node upon debian:trixie-slim`
		);
		expect(bytes(app)).toBeLessThan(80_000_000);
		expect(node).toEqual(['usr/local/bin/node']);
		const tops = new Set(app.map((file) => file.split('/')[1]));
		expect([...tops].sort()).toEqual(
			['LICENSE', 'bin', 'build', 'node_modules', 'package.json', 'simulator', 'src'].sort()
		);
		const wrong = /\.test\.ts$|\.map$|(^|\/)\.env|\.key$|(^|\/)npm(-cli)?(\.js)?$|\.db$|\.svelte$/;
		expect(files.filter((file) => wrong.test(file))).toEqual([]);
		const holdsCanary = app.filter((file) => readFileSync(join(image.root, file)).includes(CANARY));
		expect(holdsCanary).toEqual([]);
	});

	it('has every package and file that its programs ask for', () => {
		const entries = [
			'bin/start.mjs',
			'bin/mooring.ts',
			'simulator/main.ts',
			'src/lib/server/content/resize-program.ts',
			'build/handler.js'
		];
		const seen = new Set<string>();
		const missing: string[] = [];
		const waiting = entries.map((file) => join(image.root, 'app', file));
		for (let file; (file = waiting.pop()) !== undefined;) {
			if (seen.has(file)) continue;
			seen.add(file);
			for (const name of importsOf(file)) {
				if (name.startsWith('.') && existsSync(join(dirname(file), name))) {
					waiting.push(join(dirname(file), name));
				} else if (name.startsWith('.') || !isPackage(file, name)) {
					missing.push(`${relative(image.root, file)}: ${name}`);
				}
			}
		}
		expect(seen.size).toBeGreaterThan(300);
		expect(missing).toEqual([]);
	});

	it('starts as another user upon a root that cannot be written, and is well', async () => {
		const inside = await container();
		expect(healthcheck(inside).status).toBe(1);
		const { child, ms, output } = await start(inside);
		console.info(`image: started in ${String(ms)} ms`);
		const { status, output: said } = healthcheck(inside);
		expect([status, said]).toEqual([0, `Mooring at 127.0.0.1:${String(inside.port)} is well.\n`]);
		const page = await fetch(`http://localhost:${String(inside.port)}/`);
		expect(page.status).toBe(200);
		const owner = statSync(join(inside.mounts?.['/data'] ?? '', 'mooring.db')).uid;
		expect(`${String(owner)}:${String(owner)}`).toBe(image.user);
		expect(output()).not.toMatch(/EROFS|EACCES|ENOENT/);

		const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
		child.kill('SIGTERM');
		expect(await ended).toBe(0);
		expect(healthcheck(inside).status).toBe(1);
	});

	it('lets nothing be written beside its data, and has no npm', async () => {
		const inside = await container();
		const write = (file: string) => {
			const code = `require('fs').writeFileSync(${JSON.stringify(file)}, 'x')`;
			return runInside(inside, ['node', '-e', code]).output;
		};
		expect(write('/app/x')).toMatch(/EROFS|EACCES/);
		expect(write('/usr/local/bin/x')).toMatch(/EROFS|EACCES/);
		expect(write('/data/x')).toBe('');
		expect(write('/tmp/x')).toBe('');
		for (const name of ['npm', 'npx', 'corepack', 'yarn']) {
			expect(runInside(inside, ['sh', '-c', `command -v ${name}`]).status).not.toBe(0);
		}
		expect(runInside(inside, ['node', '-p', 'process.getuid()']).stdout.trim()).toBe('1000');
	});

	it('runs its commands', async () => {
		const inside = await container();
		const run = (...args: string[]) => runInside(inside, ['node', 'bin/mooring.ts', ...args]);
		expect(run('version').output).toMatch(/^mooring \d+\.\d+\.\d+, schema \d+\n$/);
		const doctor = run('doctor');
		expect(doctor.status).toBe(1);
		expect(doctor.output).toContain('INSTAGRAM_CLIENT_ID');
		expect(doctor.output).not.toContain('    at ');
		for (const name of ['claim-link', 'sign-in-link', 'key', 'token']) {
			expect(run(name).output).not.toMatch(/Cannot find|ERR_MODULE/);
		}
	});

	it('shows practice mode, its pretend Meta included', async () => {
		const simulatorPort = String(await freePort());
		const inside = await container({ PRACTICE: '1', SIMULATOR_PORT: simulatorPort });
		await start(inside);
		const login = await fetch(`http://localhost:${String(inside.port)}/auth/instagram/login`, {
			redirect: 'manual'
		});
		expect(login.headers.get('location')).toContain(`http://127.0.0.1:${simulatorPort}/`);
		const consent = await fetch(login.headers.get('location') ?? '');
		expect(consent.status).toBe(200);
	});
});

/** The checkout as an engine is given it, with secrets beside it that must stay outside. */
function contextIn(context: string) {
	const isGiven = dockerIgnore(readFileSync(join(ROOT, '.dockerignore'), 'utf8'));
	const list = ['ls-files', '--cached', '--others', '--exclude-standard'];
	const files = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
	const secrets = ['.env', 'src/.env.local', 'data/secret.key', 'node_modules/x.js', '.git/config'];
	const copy = (file: string, write: (to: string) => void) => {
		if (!isGiven(file)) return;
		mkdirSync(dirname(join(context, file)), { recursive: true });
		write(join(context, file));
	};
	for (const file of files.filter((file) => existsSync(join(ROOT, file)))) {
		copy(file, (to) => cpSync(join(ROOT, file), to));
	}
	for (const file of secrets) copy(file, (to) => writeFileSync(to, CANARY));
	return context;
}

/** What a file imports and Node does not bring, types left out. */
function importsOf(file: string): string[] {
	const text = readFileSync(file, 'utf8');
	const { module } = parseSync(file, text);
	const isType = (start: number) => /^(import|export)\s+type\b/.test(text.slice(start, start + 20));
	const names = [
		...module.staticImports
			.filter(({ start }) => !isType(start))
			.map(({ moduleRequest }) => moduleRequest.value),
		...module.staticExports
			.filter(({ start }) => !isType(start))
			.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value ?? '')),
		// What is put together while it runs is not known before.
		...module.dynamicImports.map(
			({ moduleRequest: { start, end } }) =>
				/^(["'])([^"']+)\1$/.exec(text.slice(start, end))?.[2] ?? ''
		)
	];
	return names.filter((name) => name !== '' && !isBuiltin(name));
}

function isPackage(file: string, name: string) {
	try {
		createRequire(file).resolve(name);
		return true;
	} catch (error) {
		// It is there, and for `import` alone.
		return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
	}
}
