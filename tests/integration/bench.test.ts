import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'bench/all.ts');

/** Only that it runs: no time is asserted, and nothing is installed. */
function bench(...words: string[]) {
	return spawnSync(process.execPath, [FILE, ...words], {
		cwd: ROOT,
		env: { ...process.env, BENCH_SIZE: 'tiny', BENCH_INSTALLS: '0' },
		encoding: 'utf8',
		timeout: 120_000
	});
}

test('the bench measures, and exits well whatever it finds', { timeout: 120_000 }, () => {
	const { status, stdout, stderr } = bench('connect', 'disk', 'seal', 'sweep', 'million', 'tables');
	expect({ status, stderr }).toMatchObject({ status: 0 });
	const lines = stdout.trim().split('\n').slice(2);
	const measured = lines.filter((line) => !line.includes('autocannon not installed'));
	for (const line of measured) {
		expect(line).toMatch(/^\| \S.* \|$/);
		expect(line).not.toMatch(/not measured|\?|NaN/);
	}
	for (const what of [
		'connect: ',
		'one wait',
		'seal and open',
		'sweep of 16',
		'sweep at 200',
		'claim of'
	]) {
		expect(stdout).toContain(` | ${what}`);
	}
});

test('a part that is not there is told with those that are', () => {
	const { status, stderr } = bench('sessions');
	expect(status).toBe(1);
	expect(stderr).toContain('There is no part sessions. There are session, pages,');
});
