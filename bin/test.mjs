import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signalQuietChildren } from './ready/quiet-child.mjs';
import { addUp, countCheck, sentenceOf } from './testing/test-counts.mjs';
import { LONG, STEPS } from './testing/test-steps.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

/** Runs one step; a step that could not run is a failed one. @param {string} name */
async function runStep(name) {
	const begun = Date.now();
	const step = STEPS[name];
	const counts = step
		? await step(ROOT).catch((error) => countCheck(1, String(error?.message ?? error)))
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
const asked = process.argv.slice(2);
const all = [];
const usual = Object.keys(STEPS).filter((name) => name !== LONG);
for (const name of asked.length > 0 ? asked : usual) all.push(await runStep(name));
const total = addUp(all);
print(sentenceOf(total));
process.exitCode = total.failed > 0 ? 1 : 0;
