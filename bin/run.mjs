import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureReady, environmentOf, rightNode } from './ready/ensure-ready.mjs';
import { signalQuietChildren } from './ready/quiet-child.mjs';
import { variablesForStart } from './outgoing-proxy.mjs';
import { MEMORY_FLAGS } from './server/memory-flags.mjs';
import { ReadyError } from './ready/ready-error.mjs';
import { hideTyping } from './terminal-echo.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SIGNALS = /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP']);

/** What `npm run NAME` starts; nothing, where making ready is all. @type {Record<string, { file?: string, args?: string[], needsBuild?: boolean, isServer?: boolean, asksMeta?: boolean }>} */
const PROGRAMS = {
	preview: {
		file: 'bin/start.mjs',
		args: ['--preview'],
		needsBuild: true,
		isServer: true,
		asksMeta: true
	},
	start: { file: 'bin/start.mjs', needsBuild: true, isServer: true, asksMeta: true },
	dev: { file: 'bin/dev.mjs', isServer: true, asksMeta: true },
	simulator: { file: 'simulator/main.ts' },
	mooring: { file: 'bin/mooring.ts', asksMeta: true },
	build: { needsBuild: true },
	check: { file: 'bin/test.mjs', args: ['types'] },
	lint: { file: 'bin/test.mjs', args: ['format', 'lint'] },
	format: { file: 'node_modules/prettier/bin/prettier.cjs', args: ['--write', '.'] },
	test: { file: 'bin/test.mjs' },
	'test:unit': { file: 'bin/test.mjs', args: ['unit'] },
	'test:integration': { file: 'bin/test.mjs', args: ['integration'] },
	'test:e2e': { file: 'bin/test.mjs', args: ['e2e'] },
	'test:image': { file: 'bin/test.mjs', args: ['image'] },
	'test:proxies': {
		file: 'node_modules/vitest/vitest.mjs',
		args: ['run', '--project', 'proxies'],
		needsBuild: true
	},
	'test:long': { file: 'bin/test.mjs', args: ['long'] },
	bench: { file: 'bench/all.ts', needsBuild: true },
	lighthouse: { file: 'bench/lighthouse.ts', needsBuild: true },
	weight: { file: 'bin/testing/weight.ts', needsBuild: true },
	survival: { file: 'tests/survival/main.ts' },
	'reliability:publish': { file: 'tests/long/publish-reliability.ts', needsBuild: true }
};

/** @type {NodeJS.Signals | null} */
let stoppedBy = null;
/** @type {import('node:child_process').ChildProcess | null} */
let program = null;
for (const signal of SIGNALS) {
	process.on(signal, () => {
		stoppedBy = signal;
		if (program) program.kill(signal);
		else signalQuietChildren(signal);
	});
}

const [name = '', ...args] = process.argv.slice(2);
// People paste a token before they are asked for it, while packages are installed too.
const readsSecret = name === 'mooring' && ['import-token', 'configure'].includes(args[0] ?? '');
const showTyping = readsSecret ? hideTyping() : () => {};
process.on('exit', showTyping);

/** Ends as the program did: with its code, or by its signal. @param {NodeJS.Signals} signal */
function endBy(signal) {
	showTyping();
	for (const handled of SIGNALS) process.removeAllListeners(handled);
	process.kill(process.pid, signal);
}

/** @param {string} name @param {string[]} args */
async function run(name, args) {
	const entry = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
	if (!entry) throw new ReadyError(`There is no ${name || 'such'} command.`);
	const { file, needsBuild = false } = entry;
	await ensureReady(ROOT, { needsBuild });
	if (stoppedBy) return endBy(stoppedBy);
	if (!file) return void process.stdout.write('build/ is what the sources say.\n');
	const node = rightNode(ROOT);
	const flags = entry.isServer ? [...node.flags, ...MEMORY_FLAGS] : node.flags;
	const all = [...flags, file, ...(entry.args ?? []), ...args];
	program = spawn(node.executable, all, {
		cwd: ROOT,
		env: {
			...environmentOf(ROOT),
			...(entry.asksMeta ? variablesForStart(process.env, dotEnv()) : {})
		},
		// The channel tells a server that we are gone, even where we were killed outright.
		stdio: entry.isServer ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
	});
	program.on('error', () => {
		process.stderr.write(`${file} could not be started.\n`);
		process.exitCode = 1;
	});
	program.on('exit', (code, signal) => {
		if (signal) endBy(signal);
		else process.exit(code ?? 1);
	});
}

/** One that cannot be read is told by the program, which reads it too. */
function dotEnv() {
	try {
		return readFileSync(join(ROOT, '.env'), 'utf8');
	} catch {
		return '';
	}
}

run(name, args).catch((error) => {
	if (stoppedBy) return endBy(stoppedBy);
	const isExpected = error instanceof ReadyError;
	process.stderr.write(`${isExpected ? error.message : `Mooring could not start: ${error}`}\n`);
	if (name.startsWith('test')) process.stdout.write('0 passed, 1 failed\n');
	process.exitCode = 1;
});
