import { profileOf, SIZE } from './profile.ts';
import { Broken } from './trace.ts';
import { runWorld } from './world.ts';

const [from, to] = process.argv.slice(2).map(Number) as [number, number];
let years = 0, calls = 0;
const a = performance.now();
const met = new Map<string, number>();
for (let seed = from; seed <= to; seed += 1) {
	const b = performance.now();
	try {
		const ran = await runWorld(profileOf(seed, SIZE));
		years += ran.years; calls += ran.calls;
		for (const [k, v] of ran.trace.counts()) met.set(k, (met.get(k) ?? 0) + v);
		console.log(seed, ran.trace.fingerprint(), ran.calls, (performance.now() - b).toFixed(0), ran.episodes.map((e) => e.end).join(','));
	} catch (error) {
		console.log(seed, error instanceof Broken ? error.message : error);
	}
}
console.log(years, calls, ((performance.now() - a) / years).toFixed(1), 'ms a year');
for (const [k, v] of [...met].sort()) console.log(k, v);
