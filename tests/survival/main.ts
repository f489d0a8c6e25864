import { added, judge, NO_SCORE, type Score } from './judge.ts';
import { profileOf, SIZE } from './profile.ts';
import { table } from './report.ts';
import { runWorld } from './world.ts';

const size = process.env['SMALL'] ? { connections: 2, years: 0.5 } : SIZE;
const [from = 1, to = 1] = process.argv.slice(2).map(Number);
const scores = new Map<string, Score>();
const met = new Map<string, number>();
let failed = 0;
for (let seed = from; seed <= to; seed += 1) {
	try {
		const ran = await runWorld(profileOf(seed, size));
		for (const [name, score] of Object.entries(judge(ran)))
			scores.set(name, added(scores.get(name) ?? NO_SCORE, score));
		for (const [what, count] of ran.trace.counts()) met.set(what, (met.get(what) ?? 0) + count);
		if (process.env['VERBOSE'])
			console.log(seed, ran.trace.fingerprint(), ran.episodes.map(({ end }) => end).join());
	} catch (error) {
		failed += 1;
		console.log(error instanceof Error ? error.message : error);
	}
}
console.log(table(scores));
console.log(process.cpuUsage().user / 1e6, 'CPU s', failed, 'failed');
if (process.env['VERBOSE'])
	for (const [what, count] of [...met].toSorted()) console.log(count, what);
process.exitCode = failed > 0 ? 1 : 0;
