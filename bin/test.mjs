import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signalQuietChildren } from './ready/quiet-child.mjs';
import { addUp, countCheck, sentenceOf } from './testing/test-counts.mjs';
import { ROWS, STEPS } from './testing/test-steps.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

/** Runs one step; a step that could not run is a failed one. @param {string} name @param {string[]} more */
async function runStep(name, more) {
	const begun = Date.now();
	const step = STEPS[name];
	const counts = step
		? await step(ROOT, more).catch((error) => countCheck(1, String(error?.message ?? error)))
		: countCheck(1, `There is no such step: ${Object.keys(STEPS).join(', ')} are there.`);
	const seconds = ((Date.now() - begun) / 1000).toFixed(1).padStart(6);
	print(`${name.padEnd(12)}${seconds} s   ${sentenceOf(counts)}`);
	for (const failure of counts.failures) print(`\n--- ${name}: ${failure}\n`);
	return counts;
}

for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
	process.on(signal, () => {
		signalQuietChildren(signal);
		process.exit(1);
	});
}
// Steps first: `unit lint`; then what is for their programs: `unit bin/ready`.
const words = process.argv.slice(2);
const end = words.findIndex((word) => !Object.hasOwn(STEPS, word));
const more = end < 1 ? [] : words.slice(end);
const asked = words.slice(0, words.length - more.length).map((name) => [[name]]);
/** @type {import('./testing/test-counts.mjs').Counts[]} */
const all = [];
for (const lanes of asked.length > 0 ? asked : ROWS) {
	const run = async (/** @type {string[]} */ lane) => {
		for (const name of lane) all.push(await runStep(name, more));
	};
	await Promise.all(lanes.map(run));
}
const total = addUp(all);
print(sentenceOf(total));
process.exitCode = total.failed > 0 ? 1 : 0;
