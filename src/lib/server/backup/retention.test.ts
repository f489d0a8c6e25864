import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours } from '../clock.ts';
import { backupName, madeAt } from './file-names.ts';
import { dropOldBackups, keptBackups, spentBackups } from './retention.ts';

/** A Sunday. */
const NOW = Date.UTC(2026, 10, 29, 3, 0);
const of = (...times: number[]) => times.map((at) => ({ name: backupName(at), at }));

/** What is left in a folder that gets one a day. */
function after(count: number, every = days(1)) {
	let kept = of();
	for (let made = count - 1; made >= 0; made -= 1) {
		const now = NOW - made * every;
		kept = [...kept, ...of(now)];
		const spent = new Set(spentBackups(kept, now));
		kept = kept.filter((backup) => !spent.has(backup));
	}
	return kept.map(({ at }) => Math.round((NOW - at) / days(1)));
}

describe('of backups that are made every day', () => {
	it('seven days and four weeks keep their newest', () => {
		expect(after(5)).toEqual([4, 3, 2, 1, 0]);
		// Three Sundays before, each the last day of its week.
		expect(after(100)).toEqual([21, 14, 7, 6, 5, 4, 3, 2, 1, 0]);
	});

	it('several of one day are one', () => {
		expect(after(3, hours(1))).toEqual([0]);
		expect(after(49, hours(1))).toHaveLength(3);
	});

	it('none is older than thirty days, be it the only one', () => {
		expect(spentBackups(of(NOW - days(30)), NOW)).toEqual([]);
		expect(spentBackups(of(NOW - days(30) - 1), NOW)).toHaveLength(1);
	});
});

describe('in the folder of backups', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'mooring-retention-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('only backups and old drafts go', async () => {
		const [old, young] = [backupName(NOW - days(40)), backupName(NOW - hours(1))];
		const draft = `${young}.0123456789ab.draft`;
		const others = ['mooring.db', 'mooring-notes.age', `${old}.bak`, 'a.draft'];
		for (const name of [old, young, draft, ...others]) writeFileSync(join(folder, name), 'x');
		utimesSync(join(folder, draft), NOW / 1000, NOW / 1000);

		await dropOldBackups(folder, NOW);
		expect(readdirSync(folder).sort()).toEqual([young, draft, ...others].sort());
		await dropOldBackups(folder, NOW + hours(2));
		expect(readdirSync(folder).sort()).toEqual([young, ...others].sort());
		expect(await keptBackups(folder)).toEqual(of(NOW - hours(1)));
	});

	it('a folder that is not there holds none', async () => {
		expect(await keptBackups(join(folder, 'none'))).toEqual([]);
		await dropOldBackups(join(folder, 'none'), NOW);
	});
});

it('a name tells its minute, and others tell none', () => {
	expect(backupName(NOW + 59_999)).toBe('mooring-2026-11-29T0300Z.age');
	expect(madeAt('mooring-2026-11-29T0300Z.age')).toBe(NOW);
	for (const name of ['mooring-2026-13-29T0300Z.age', 'mooring.age', 'x-2026-11-29T0300Z.age']) {
		expect(madeAt(name)).toBeNull();
	}
});
