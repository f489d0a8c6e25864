/**
 * How much is measured: `BENCH_SIZE` is `tiny` (does it run at all), `usual`, or `whole` (as the
 * document has it: takes about half an hour). A single number can be set beside it.
 */
const ALL = {
	tiny: {
		turns: 1,
		seconds: 1,
		tables: [10, 20],
		linesOfOne: 3,
		sweep: 16,
		idleSeconds: 2,
		connects: 2,
		starts: 1,
		memoryRequests: 100,
		relayCalls: 100,
		million: 200
	},
	usual: {
		turns: 5,
		seconds: 2,
		tables: [10, 1_000, 100_000],
		linesOfOne: 3,
		sweep: 1_000,
		idleSeconds: 20,
		connects: 30,
		starts: 5,
		memoryRequests: 100_000,
		relayCalls: 2_000,
		million: 100_000
	},
	whole: {
		turns: 9,
		seconds: 3,
		tables: [10, 1_000, 100_000],
		linesOfOne: 10,
		sweep: 10_000,
		idleSeconds: 60,
		connects: 50,
		starts: 9,
		memoryRequests: 100_000,
		relayCalls: 10_000,
		million: 1_000_000
	}
};

const name = process.env['BENCH_SIZE'] ?? 'usual';
if (!Object.hasOwn(ALL, name))
	throw new Error(`BENCH_SIZE is one of ${Object.keys(ALL).join(', ')}.`);

/** The number of a setting of its own; the size's where there is none. */
const own = (setting: string, usual: number) => Number(process.env[setting] ?? usual);

const chosen = ALL[name as keyof typeof ALL];
export const SIZE = {
	name,
	...chosen,
	turns: own('BENCH_TURNS', chosen.turns),
	tables: process.env['BENCH_TABLES']?.split(',').map(Number) ?? chosen.tables,
	sweep: own('BENCH_SWEEP', chosen.sweep),
	memoryRequests: own('BENCH_MEMORY_REQUESTS', chosen.memoryRequests),
	relayCalls: own('BENCH_SLOPE_CALLS', chosen.relayCalls),
	million: own('BENCH_MILLION', chosen.million)
};
