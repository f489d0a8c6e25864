import { SIZE } from './sizes.ts';
import { wasStopped } from './ending.ts';
import { install, isHere } from './installed.ts';
import { PARTS } from './parts.ts';
import { printProfiles } from './profile.ts';
import { notMeasured, type Row, tableOf } from './rows.ts';
import { writeTable } from './write.ts';

/**
 * `npm run bench`: every part one after the other (what measures at the same time measures each
 * other), then one table. `npm run bench -- NAME…` runs some of them; `--write` puts the table into
 * docs/PERFORMANCE.md, `--profile` shows what the time goes into instead. A target that is missed is
 * shown, and fails nothing.
 */
const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith('--'));
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
	process.stderr.write(
		`There is no part ${unknown.join(', ')}. There are ${Object.keys(PARTS).join(', ')}.\n`
	);
	process.exit(1);
}

if (words.includes('--profile')) {
	await printProfiles();
	process.exit();
}
const rows: Row[] = [];
for (const [name, part] of Object.entries(PARTS)) {
	if (names.length > 0 && !names.includes(name)) continue;
	const began = performance.now();
	const date = new Date().toISOString().slice(0, 10);
	for (const row of await measured(name, part)) {
		rows.push({ ...row, part: name, measured: `${date}, ${SIZE.name}` });
	}
	const seconds = ((performance.now() - began) / 1000).toFixed(0);
	process.stderr.write(`${name.padEnd(12)} ${seconds.padStart(4)} s\n`);
}
process.stdout.write(`${tableOf(rows)}\n`);
if (words.includes('--write')) writeTable(rows);

async function measured(name: string, part: (typeof PARTS)[string]): Promise<Row[]> {
	const missing = (part.needs ?? []).filter((one) => !isHere(one));
	if (missing.length > 0 && process.env['BENCH_INSTALLS'] === '0') {
		return [notMeasured(name, `${missing.join(', ')} not installed`)];
	}
	try {
		for (const one of missing) await install(one);
		return await part.rows();
	} catch (error) {
		// The signal ends this process once all is ended.
		if (wasStopped()) await new Promise(() => undefined);
		const why = error instanceof Error ? error.message : String(error);
		process.stderr.write(`${name}: ${why}\n`);
		return [notMeasured(name, why.split('\n')[0]?.slice(0, 100) ?? '')];
	}
}
