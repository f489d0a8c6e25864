/** What a step of the test run found. @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts */

const FAILURE_LINES = 30;

/** @param {string} text */
const clip = (text) =>
	text
		.replace(/\x1b\[[0-9;]*m/g, '')
		.trim()
		.split('\n')
		.slice(0, FAILURE_LINES)
		.join('\n');

/** A check that is either right or wrong. @param {number} exitCode @param {string} output @returns {Counts} */
export const countCheck = (exitCode, output) =>
	exitCode === 0
		? { passed: 1, failed: 0, skipped: 0, failures: [] }
		: { passed: 0, failed: 1, skipped: 0, failures: [output.trim()] };

/**
 * A runner that crashed, ran nothing, or ended badly although no test failed, is one failure more.
 * @param {Counts} counts
 * @param {number} exitCode
 * @param {string} output what the runner said
 * @returns {Counts}
 */
function withRunner(counts, exitCode, output) {
	const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
	if (!ranNothing && (exitCode === 0 || counts.failed > 0)) return counts;
	const reason = ranNothing ? 'No test was run.' : 'The runner failed.';
	return {
		...counts,
		failed: counts.failed + 1,
		failures: [...counts.failures, `${reason}\n${output.trim().slice(-4000)}`]
	};
}

/** @returns {Counts} */
const nothing = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

/**
 * Adds up Vitest's JSON report. A file that could not be loaded holds no test and counts as a failure.
 * @param {any} report null where none was written
 * @param {number} exitCode
 * @param {string} output
 */
export function countVitest(report, exitCode, output) {
	const counts = nothing();
	for (const file of report?.testResults ?? []) {
		for (const { status, fullName, failureMessages } of file.assertionResults) {
			if (status === 'passed') counts.passed += 1;
			else if (status !== 'failed') counts.skipped += 1;
			else {
				counts.failed += 1;
				counts.failures.push(`${file.name}: ${fullName}\n${clip(failureMessages.join('\n'))}`);
			}
		}
		const isBroken = file.status === 'failed' && !file.assertionResults.some(hasFailed);
		if (isBroken) {
			counts.failed += 1;
			counts.failures.push(`${file.name}\n${clip(file.message ?? '')}`);
		}
	}
	return withRunner(counts, exitCode, output);
}

/** @param {{ status: string }} test */
const hasFailed = ({ status }) => status === 'failed';

/** All tests of a suite and of the suites inside it. @param {any} suite @returns {any[]} */
const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/**
 * Adds up Playwright's JSON report, one count per test and browser project. A test that passed only
 * when it was repeated counts as passed.
 * @param {any} report null where none was written
 * @param {number} exitCode
 * @param {string} output
 */
export function countPlaywright(report, exitCode, output) {
	const counts = nothing();
	for (const spec of (report?.suites ?? []).flatMap(specsOf)) {
		for (const test of spec.tests) {
			if (test.status === 'skipped') counts.skipped += 1;
			else if (test.status !== 'unexpected') counts.passed += 1;
			else {
				counts.failed += 1;
				const errors = test.results.at(-1)?.errors ?? [];
				const messages = errors.map((/** @type {any} */ error) => error.message ?? '');
				counts.failures.push(`${spec.file}: ${spec.title}\n${clip(messages.join('\n'))}`);
			}
		}
	}
	for (const error of report?.errors ?? []) {
		counts.failed += 1;
		counts.failures.push(clip(error.message ?? 'Playwright failed.'));
	}
	return withRunner(counts, exitCode, output);
}

/** @param {Counts[]} all @returns {Counts} */
export const addUp = (all) => ({
	passed: all.reduce((sum, { passed }) => sum + passed, 0),
	failed: all.reduce((sum, { failed }) => sum + failed, 0),
	skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
	failures: all.flatMap(({ failures }) => failures)
});

/** `12 passed, 0 failed`, and what was skipped where something was. @param {Counts} counts */
export const sentenceOf = ({ passed, failed, skipped }) =>
	`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
