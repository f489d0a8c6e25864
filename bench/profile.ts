import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, built, started } from './apps.ts';
import { closing, tempFolder } from './ending.ts';
import { startHome } from './home.ts';
import { loaded } from './load.ts';

/**
 * `npm run bench -- --profile`: what the session check, a signed-in page and a start spend their time
 * on, by `node --cpu-prof` of the built server, and the same of a bare app: the busiest functions and
 * the busiest places. The start is in all of them.
 */
const ROOT = join(import.meta.dirname, '..');
const SECONDS = 8;
const SHOWN = 16;

type Profile = {
	nodes: {
		id: number;
		callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number };
		children?: number[];
	}[];
	samples: number[];
	timeDeltas: number[];
};
/** Where time was spent, and how much of it: 0 to 1 of the busy time. */
type Spent = { place: string; share: number; ms: number };

export async function printProfiles() {
	for (const [words, seen] of [
		['the session check', { path: '/api/user' }],
		['a constant answer of a bare app', { path: '/api/user', isBare: true }],
		['the first page, signed in', { path: '/' }],
		['a page of a bare app', { path: '/page/100', isBare: true }],
		['a start', { path: null }]
	] as const) {
		const { profile, requests } = await profiled(seen);
		process.stdout.write(`\n## ${words}\n`);
		print('by function', spentBy(profile, functionOf), requests);
		print('by place', spentBy(profile, placeOf), requests);
		print('built code, with all that it calls', spentBelow(profile), requests);
	}
}

/** @param seen `path`: null for nothing but the start */
const profiled = (seen: { path: string | null; isBare?: boolean }) =>
	closing(async (keep) => {
		const folder = tempFolder(keep);
		const flags = { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
		const home = keep(await startHome(), (one) => one.close());
		const bare = seen.isBare ? keep(await started(await built('bare'), flags), stop) : null;
		if (!bare) await home.live.restart(flags);
		const url = bare?.origin ?? home.live.origin;
		const { count } =
			seen.path === null
				? { count: 0 }
				: await loaded({ url, requests: home.signedIn(seen.path), duration: SECONDS });
		await (bare ?? home.live).stop();
		const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
		if (!file) throw new Error('no profile was written');
		const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
		return { profile, requests: count };
	});

const stop = (app: App) => app.stop();
const IDLE = new Set(['(idle)', '(root)']);

function spentBy(profile: Profile, nameOf: (frame: Frame) => string): Spent[] {
	const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
	const times = new Map<string, number>();
	let busy = 0;
	profile.samples.forEach((id, at) => {
		const frame = names.get(id);
		if (!frame || IDLE.has(frame.functionName)) return;
		const time = profile.timeDeltas[at] ?? 0;
		busy += time;
		const name = nameOf(frame);
		times.set(name, (times.get(name) ?? 0) + time);
	});
	return [...times]
		.map(([place, time]) => ({ place, share: time / busy, ms: time / 1000 }))
		.sort((a, b) => b.share - a.share);
}

/** What functions of ours took with all that they call; one that waits goes on in a stack of its own. */
function spentBelow({ nodes, samples, timeDeltas }: Profile): Spent[] {
	const parents = new Map(
		nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const))
	);
	const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
	const times = new Map<string, number>();
	let busy = 0;
	samples.forEach((id, at) => {
		if (IDLE.has(frames.get(id)?.functionName ?? '')) return;
		const time = timeDeltas[at] ?? 0;
		busy += time;
		const seen = new Set<string>();
		for (let one: number | undefined = id; one !== undefined; one = parents.get(one)) {
			const frame = frames.get(one);
			if (frame?.url.includes('/build/') && frame.functionName) seen.add(functionOf(frame));
		}
		for (const name of seen) times.set(name, (times.get(name) ?? 0) + time);
	});
	return [...times]
		.filter(([name]) => name.includes('.svelte-kit/output/server') || name.includes('build/'))
		.map(([place, time]) => ({ place, share: time / busy, ms: time / 1000 }))
		.sort((a, b) => b.share - a.share);
}

type Frame = Profile['nodes'][number]['callFrame'];

const functionOf = (frame: Frame) =>
	frame.url === ''
		? frame.functionName
		: `${frame.functionName || '(anonymous)'}  ${fileOf(frame)}`;

/** A package, a room of ours, a part of Node. */
function placeOf(frame: Frame): string {
	if (frame.url === '')
		return frame.functionName.startsWith('(') ? frame.functionName : 'V8 and C++';
	const file = fileOf(frame);
	const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
	if (inPackage) return inPackage;
	const room = /^src\/lib\/server\/([^/]+)/.exec(file)?.[1];
	return room ? `src/lib/server/${room}` : file.split('/').slice(0, 3).join('/');
}

const maps = new Map<string, SourceMap | null>();

/** The source that a place in the build was made of. */
function fileOf({ url, lineNumber, columnNumber }: Frame): string {
	if (!url.startsWith('file:')) return url;
	const file = fileURLToPath(url);
	if (!maps.has(file)) {
		const map = `${file}.map`;
		maps.set(
			file,
			existsSync(map)
				? new SourceMap(JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload)
				: null
		);
	}
	const entry = maps.get(file)?.findEntry(lineNumber, columnNumber);
	const source = entry && 'originalSource' in entry ? entry.originalSource : null;
	return source ? source.replace(/^(\.\.\/)+/, '') : relative(ROOT, file);
}

/** With requests, the microseconds of each as well. */
function print(title: string, spent: Spent[], requests: number) {
	process.stdout.write(`${title}:\n`);
	for (const { place, share, ms } of spent.slice(0, SHOWN)) {
		const each =
			requests === 0 ? `${ms.toFixed(0)} ms` : `${((1000 * ms) / requests).toFixed(0)} µs`;
		process.stdout.write(
			`  ${(100 * share).toFixed(1).padStart(5)} %  ${each.padStart(7)}  ${place}\n`
		);
	}
}
