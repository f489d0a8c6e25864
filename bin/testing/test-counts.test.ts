import { describe, expect, test } from 'vitest';
import { addUp, countCheck, countPlaywright, countVitest, sentenceOf } from './test-counts.mjs';

const named = (status: string, fullName = 'a test') => ({
	status,
	fullName,
	failureMessages: status === 'failed' ? ['\u001b[31mexpected 1\u001b[0m'] : []
});

describe('Vitest', () => {
	test('counts every test by its outcome', () => {
		const report = {
			testResults: [
				{ name: 'a.test.ts', status: 'passed', assertionResults: [named('passed')] },
				{
					name: 'b.test.ts',
					status: 'failed',
					assertionResults: [named('failed', 'rule'), named('pending'), named('todo')]
				}
			]
		};
		expect(countVitest(report, 1, '')).toEqual({
			passed: 1,
			failed: 1,
			skipped: 2,
			failures: ['b.test.ts: rule\nexpected 1']
		});
	});

	test('counts a file that could not be loaded as a failure', () => {
		const broken = {
			name: 'c.test.ts',
			status: 'failed',
			message: 'no module',
			assertionResults: []
		};
		const counts = countVitest({ testResults: [broken] }, 1, '');
		expect(counts).toMatchObject({ failed: 1, failures: ['c.test.ts\nno module'] });
	});

	test.each([0, 1])('that ran nothing failed, even with exit code %d', (code) => {
		expect(countVitest(null, code, 'said').failed).toBe(1);
		expect(countVitest({ testResults: [] }, code, 'said').failures[0]).toContain('said');
	});

	test('that ended badly without a failed test is one failure more', () => {
		const fine = { name: 'a.test.ts', status: 'passed', assertionResults: [named('passed')] };
		expect(countVitest({ testResults: [fine] }, 1, '')).toMatchObject({ passed: 1, failed: 1 });
	});
});

describe('Playwright', () => {
	const spec = (status: string) => ({
		file: 'journey.test.ts',
		title: status,
		tests: [{ status, results: [{ errors: [{ message: 'not visible' }] }] }]
	});

	test('counts the tests of suites inside suites', () => {
		const report = {
			suites: [
				{
					specs: [spec('expected')],
					suites: [{ specs: [spec('unexpected'), spec('flaky'), spec('skipped')] }]
				}
			],
			errors: []
		};
		expect(countPlaywright(report, 1, '')).toEqual({
			passed: 2,
			failed: 1,
			skipped: 1,
			failures: ['journey.test.ts: unexpected\nnot visible']
		});
	});

	test('counts errors outside tests', () => {
		const report = { suites: [{ specs: [spec('expected')] }], errors: [{ message: 'no port' }] };
		expect(countPlaywright(report, 1, '')).toMatchObject({ passed: 1, failed: 1 });
	});

	test('that wrote no report failed', () => {
		expect(countPlaywright(null, 0, '').failed).toBe(1);
	});
});

test('the last line adds up all steps', () => {
	const all = [
		countCheck(0, ''),
		countCheck(2, 'wrong'),
		{ passed: 5, failed: 0, skipped: 2, failures: [] }
	];
	expect(sentenceOf(addUp(all))).toBe('6 passed, 1 failed, 2 skipped');
	expect(sentenceOf(countCheck(0, ''))).toBe('1 passed, 0 failed');
	expect(addUp(all).failures).toEqual(['wrong']);
});
