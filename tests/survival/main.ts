import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { liveThrough } from './many-worlds.ts';
import { tellOfWorld } from './one-world.ts';
import { SIZE, type Size } from './profile.ts';
import { publish } from './publish.ts';
import { metTable, table, warning } from './report.ts';
import { neverMet, WORLDS } from './sometimes.ts';
import { add, noSum, type Sum } from './sum.ts';

/** Seeds that ever failed: lived through first, each time. */
const KEPT = join(import.meta.dirname, 'seeds.txt');
const HELP = `npm run survival -- [--seeds ${String(WORLDS)}] [--seed N] [--twice] [--connections ${String(SIZE.connections)}] [--years ${String(SIZE.years)}] [--write]
`;

const asked = () =>
	parseArgs({
		options: {
			seed: { type: 'string' },
			seeds: { type: 'string', default: String(WORLDS) },
			twice: { type: 'boolean', default: false },
			connections: { type: 'string', default: String(SIZE.connections) },
			years: { type: 'string', default: String(SIZE.years) },
			write: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false }
		}
	}).values;

let values: ReturnType<typeof asked>;
try {
	values = asked();
	const { seed = '1', seeds, connections, years } = values;
	const isWrong = [seed, seeds, connections, years].some((text) => !(Number(text) > 0));
	if (isWrong) throw new Error('Numbers have to be above 0.');
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : ''}\n${HELP}`);
	process.exit(2);
}
const size: Size = { connections: Number(values.connections), years: Number(values.years) };
const yearsOf = (worlds: number) => worlds * size.connections * size.years;
const say = (text: string) => process.stdout.write(`${text}\n`);

if (values.help) say(HELP);
else if (values.seed !== undefined) await one(Number(values.seed));
else if (values.twice) await twice(range(Number(values.seeds)));
else await many(range(Number(values.seeds)));

function range(count: number): number[] {
	const kept = readFileSync(KEPT, 'utf8').match(/^\d+/gm)?.map(Number) ?? [];
	const rest = Array.from({ length: count }, (_, at) => at + 1);
	return [...new Set([...kept, ...rest])];
}

/** One world, with its last lines. */
async function one(seed: number) {
	const told = await tellOfWorld(seed, size);
	for (const line of told.lines) say(line);
	say(told.broken ?? `seed ${String(seed)} ${told.fingerprint}: all promises kept`);
	if (values.twice) {
		const again = await tellOfWorld(seed, size);
		const isSame = again.fingerprint === told.fingerprint && again.broken === told.broken;
		say(isSame ? 'the same again' : `not the same again: ${again.fingerprint}`);
		if (!isSame) process.exitCode = 1;
	}
	if (told.broken !== null) process.exitCode = 1;
}

/** The same seeds in two runs: whatever differs was not drawn from the seed. */
async function twice(seeds: number[]) {
	const first = new Map<number, string>();
	await liveThrough(seeds, size, ({ seed, fingerprint }) => first.set(seed, fingerprint));
	let differ = 0;
	await liveThrough(seeds, size, ({ seed, fingerprint }) => {
		if (first.get(seed) === fingerprint) return;
		differ += 1;
		say(`seed ${String(seed)} was another world the second time`);
	});
	say(`${String(seeds.length)} worlds twice, ${String(differ)} differ`);
	process.exitCode = differ > 0 ? 1 : 0;
}

async function many(seeds: number[]) {
	const sum = noSum();
	const began = performance.now();
	const isWatched = process.stdout.isTTY;
	await liveThrough(seeds, size, (told) => {
		add(sum, told);
		if (told.broken !== null) {
			say(told.broken);
			const known = readFileSync(KEPT, 'utf8').split(/\s/);
			if (!known.includes(String(told.seed))) appendFileSync(KEPT, `${String(told.seed)}\n`);
		}
		const every = isWatched ? 1 : Math.ceil(seeds.length / 20);
		if (sum.worlds % every === 0) progress(sum, seeds.length, isWatched);
	});
	if (isWatched) say('');
	const seconds = (performance.now() - began) / 1000;
	report(sum, seeds.length, seconds);
}

function progress({ worlds, broken }: Sum, all: number, isWatched: boolean) {
	const years = Math.round(yearsOf(worlds)).toLocaleString('en-US');
	const line = `${String(worlds)} of ${String(all)} worlds, ${years} connection-years, ${String(broken.length)} broken`;
	process.stdout.write(isWatched ? `\r${line}` : `${line}\n`);
}

function report(sum: Sum, all: number, seconds: number) {
	say(`\n${table(sum.scores)}\n\n${warning(sum.warned)}\n\n${metTable(sum)}\n`);
	const never = neverMet(sum.met);
	if (never.length > 0) say(`Never met: ${never.join(', ')}`);
	say(
		`${String(sum.broken.length)} of ${String(all)} worlds broke a promise; ${seconds.toFixed(0)} s`
	);
	if (values.write)
		publish(sum, { seeds: Number(values.seeds), size, years: yearsOf(sum.worlds), seconds });
	if (sum.broken.length > 0 || (all >= WORLDS && never.length > 0)) process.exitCode = 1;
}
