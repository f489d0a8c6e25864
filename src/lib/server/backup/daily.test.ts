import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BACKUP_KEY, backupWorld, NOW } from '../../../../tests/support/backup-world.ts';
import { days, hours, minutes } from '../clock.ts';
import type { Fact } from '../tell.ts';
import { dailyBackups } from './daily.ts';
import { backupName } from './file-names.ts';
import { noteFailed, noteGood, noteTry } from './state.ts';

let world: ReturnType<typeof backupWorld>;
let db: Awaited<ReturnType<typeof world.instance>>['db'];
let now: number;
/** What the next process does. */
let run: () => Promise<number | null>;
const start = vi.fn();
const told: Fact[] = [];
const log = { info: vi.fn(), error: vi.fn() };

beforeEach(async () => {
	world = backupWorld();
	({ db } = await world.instance('data', 0));
	now = NOW;
	told.length = 0;
	start.mockReset().mockImplementation(() => ({ ended: run(), stop: vi.fn() }));
	run = good;
});
afterEach(async () => {
	await db.destroy();
	world.remove();
});

const good = () => noteGood(db, now, true).then(() => 0);
const bad = (why: string) => () => noteFailed(db, now, why).then(() => 1);
const begin = (env: Record<string, string> = { BACKUP_KEY }) =>
	dailyBackups({
		db,
		settings: world.settingsOf('data', env),
		log,
		tell: (_, fact) => Promise.resolve(void told.push(fact)),
		realNow: () => now,
		start
	});

describe('the daily backup', () => {
	it('is made at the start where the latest is a day old, and then once a day', async () => {
		const backups = begin();
		await backups.look();
		expect(start).toHaveBeenCalledTimes(1);
		now += days(1) - 1;
		await begin().look();
		await backups.look();
		expect(start).toHaveBeenCalledTimes(1);
		now += 1;
		await backups.look();
		expect(start).toHaveBeenCalledTimes(2);
		expect(told).toEqual([]);
	});

	it('is made at the start whatever was tried a moment before, and again after an hour', async () => {
		await noteTry(db, now);
		run = bad('The disk is full.');
		const backups = begin();
		await backups.look();
		expect(start).toHaveBeenCalledTimes(1);
		now += minutes(59);
		await backups.look();
		expect(start).toHaveBeenCalledTimes(1);
		now += minutes(1);
		await backups.look();
		expect(start).toHaveBeenCalledTimes(2);
	});

	it('that was made under a clock which was set back since is made anew', async () => {
		await noteGood(db, now + days(9), true);
		await begin().look();
		expect(start).toHaveBeenCalledTimes(1);
	});

	it('is made once, though two look at once', async () => {
		const backups = begin();
		await Promise.all([backups.look(), backups.look()]);
		expect(start).toHaveBeenCalledTimes(1);
	});

	it('that goes elsewhere does not stand for it', async () => {
		await noteGood(db, now, false);
		await begin().look();
		expect(start).toHaveBeenCalledTimes(1);
	});

	it('is not made without BACKUP_KEY, where what is too old goes all the same', async () => {
		const folder = join(world.path('data'), 'backups');
		mkdirSync(folder);
		for (const at of [NOW - days(31), NOW]) writeFileSync(join(folder, backupName(at)), 'x');
		const settings = { ...world.settingsOf('data'), backup: { key: null, folder } };
		const tell = () => Promise.resolve();
		await dailyBackups({ db, settings, log, tell, realNow: () => now, start }).look();
		expect(start).not.toHaveBeenCalled();
		expect(readdirSync(folder)).toEqual([backupName(NOW)]);
	});
});

describe('the owner hears of backups', () => {
	const sentences = () => told.map((fact) => ('sentence' in fact ? fact.sentence : ''));

	it('that fail: once, again when the latest is two days old, and anew after a good one', async () => {
		const backups = begin();
		await backups.look();
		run = bad('The disk is full.');
		for (now += days(1); now <= NOW + days(5); now += hours(1)) await backups.look();
		expect(sentences()).toEqual([
			'A backup failed: The disk is full.',
			'The latest good backup is 2 days old. The latest try failed: The disk is full.'
		]);
		run = good;
		await backups.look();
		run = bad('The disk is gone.');
		now += days(1);
		await backups.look();
		expect(sentences().at(-1)).toBe('A backup failed: The disk is gone.');
		expect(told).toHaveLength(3);
	});

	it('that were cut off, which says no reason itself', async () => {
		run = () => noteTry(db, now).then(() => null);
		await begin().look();
		expect(sentences()).toEqual([expect.stringContaining('It was cut off before its end')]);
	});

	it('after a try only: a machine that was off for a week backs up first', async () => {
		await noteGood(db, now - days(7), true);
		await begin().look();
		expect(told).toEqual([]);
	});
});

it('a stop ends the one that is under way', async () => {
	let end = (_code: number | null) => undefined as void;
	const stop = vi.fn(() => end(null));
	start.mockImplementation(() => ({
		ended: new Promise((resolve) => (end = resolve)),
		stop
	}));
	const backups = begin();
	const looking = backups.look();
	await expect.poll(() => start.mock.calls.length).toBe(1);
	await backups.stop();
	await looking;
	expect(stop).toHaveBeenCalledTimes(1);
	expect(told).toEqual([]);
	await backups.look();
	expect(start).toHaveBeenCalledTimes(1);
});
