import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	cpSync,
	existsSync,
	globSync,
	mkdirSync,
	realpathSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { emptyRoot, type Inside, runInside } from './chroot.ts';
import { readCopy, readDockerfile, readVariables, type Stage } from './dockerfile.ts';

/** What an image is started by, read from its last stage. */
export type Image = {
	root: string;
	workdir: string;
	env: Record<string, string>;
	user: string;
	/** The text of an instruction of the last stage, its last one. */
	last: (instruction: string) => string;
};

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Of a slim Debian's programs, those that the steps name. */
const DEBIAN = ['sh', 'env', 'rm', 'find', 'install', 'chmod', 'chown', 'mkdir'];

/**
 * Runs each step of a Dockerfile, each stage in a folder of its own that is its whole machine.
 * @param context the folder that an engine would be given, already without what .dockerignore names
 * @param node the Node that stands in for the base image's
 * @throws Error with what a step said, where it failed
 */
export function buildImage(
	dockerfile: string,
	{ context, folder, node }: { context: string; folder: string; node: string }
): Image {
	const stages = readDockerfile(dockerfile);
	const roots = new Map<string, string>();
	let image: Image | null = null;
	for (const [at, stage] of stages.entries()) {
		const root = join(folder, `stage-${String(at)}`);
		layBase(root, stage.base, node);
		image = runStage(stage, root, (from) => (from === null ? context : (roots.get(from) ?? '')));
		if (stage.name !== null) roots.set(stage.name, root);
	}
	if (image === null) throw new Error('The Dockerfile has no stage.');
	return image;
}

/** What the base image brings, as far as the steps may use it. */
function layBase(root: string, base: string, node: string) {
	emptyRoot(root);
	for (const name of DEBIAN) {
		copyFileSync(realpathSync(`/usr/bin/${name}`), join(root, 'usr/bin', name));
	}
	if (!base.startsWith('node:')) return;
	const local = join(root, 'usr/local');
	mkdirSync(join(local, 'bin'), { recursive: true });
	copyFileSync(node, join(local, 'bin/node'));
	chmodSync(join(local, 'bin/node'), 0o755);
	cpSync(npmFolder(), join(local, 'lib/node_modules/npm'), { recursive: true, dereference: true });
	const call = 'require("/usr/local/lib/node_modules/npm/lib/cli.js")(process);';
	writeFileSync(join(local, 'bin/npm'), `#!/usr/local/bin/node\n${call}\n`, { mode: 0o755 });
}

/** The npm that runs us, else that of PATH: `…/npm/bin/npm-cli.js`. */
const npmFolder = () =>
	dirname(
		dirname(realpathSync(process.env['npm_execpath'] ?? answerOf('sh', '-c', 'command -v npm')))
	);
const npmCache = () => answerOf('npm', 'config', 'get', 'cache');
const answerOf = (command: string, ...args: string[]) =>
	spawnSync(command, args, { encoding: 'utf8' }).stdout.trim();

function runStage(stage: Stage, root: string, rootOf: (from: string | null) => string): Image {
	let workdir = '/';
	const latest = new Map<string, string>();
	for (const step of stage.steps) {
		latest.set(step.instruction, step.text);
		if (step.instruction === 'WORKDIR') {
			workdir = step.text;
			mkdirSync(join(root, workdir), { recursive: true });
		} else if (step.instruction === 'COPY') copy(step.text, root, workdir, rootOf);
		else if (step.instruction === 'RUN') run(step.text, { root, workdir });
	}
	return {
		root,
		workdir,
		env: { PATH, HOME: '/', ...readVariables(stage.steps) },
		user: latest.get('USER') ?? '0:0',
		last: (instruction) => latest.get(instruction) ?? ''
	};
}

/** As Docker copies: a folder's content into the folder named, files into it where it ends in a slash. */
function copy(
	text: string,
	root: string,
	workdir: string,
	rootOf: (from: string | null) => string
) {
	const { from, sources, to } = readCopy(text);
	const target = join(root, to.startsWith('/') ? '' : workdir, to);
	for (const source of sources) {
		const found = globSync(join(rootOf(from), source));
		if (found.length === 0) throw new Error(`COPY ${text}: there is no ${source}.`);
		for (const one of found) {
			const isFolder = statSync(one).isDirectory();
			const isInto = !isFolder && (to.endsWith('/') || sources.length > 1 || existsSync(target));
			const file = isInto ? join(target, basename(one)) : target;
			mkdirSync(dirname(file), { recursive: true });
			cpSync(one, file, { recursive: true, verbatimSymlinks: true });
		}
	}
}

function run(text: string, place: Pick<Inside, 'root' | 'workdir'>) {
	// The registry is asked as this machine asks it, and as little as its cache allows.
	const npm = {
		HOME: '/npm',
		npm_config_cache: '/npm/cache',
		npm_config_prefer_offline: 'true',
		npm_config_cafile: '/etc/ssl/certs/ca-certificates.crt',
		...Object.fromEntries(
			Object.entries(process.env).filter(([name]) =>
				/^(https?_proxy|no_proxy|npm_config_registry)$/i.test(name)
			)
		)
	} as Record<string, string>;
	mkdirSync(join(place.root, 'npm/cache'), { recursive: true });
	const { status, output } = runInside(
		{ ...place, env: { PATH, ...npm }, hasNetwork: true, mounts: { '/npm/cache': npmCache() } },
		['sh', '-c', text]
	);
	if (status !== 0) throw new Error(`RUN ${text} ended with ${String(status)}:\n${output}`);
}
