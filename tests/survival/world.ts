import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { days, hours, minutes, seconds } from '../../src/lib/server/clock.ts';
import { usualTypes } from '../../src/lib/server/alerts/events.ts';
import { newChannel } from '../../src/lib/server/alerts/channels.ts';
import { healthOf } from '../../src/lib/server/connections/health.ts';
import { arrived, failed } from '../../src/lib/server/alerts/result.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import { connect, leave, tellRemoved, TRIES_AGAIN } from './accounts.ts';
import { watchAlerts } from './alert-watch.ts';
import { type Episode, episodesOf } from './episodes.ts';
import { type Happening, happeningsOf, stepOfClock } from './happenings.ts';
import { copyFiles, type Instance, startInstance } from './instance.ts';
import { createMeta } from './meta.ts';
import { oracleOf } from './oracle.ts';
import type { Profile } from './profile.ts';
import { randomOf } from './random.ts';
import { alertDueAt, rowsOf } from './rows.ts';
import { createSafety } from './safety.ts';
import { countSteps } from './steps.ts';
import { createTime } from './time.ts';
import { createTrace } from './trace.ts';
import { weatherOf } from './weather.ts';

/** The scheduler asks what is due so often. */
const TICK = seconds(20);
/** Where the disk takes nothing, nothing new is to be seen so soon. */
const TICK_WITHOUT_DISK = minutes(10);
const LONGEST_SLEEP = days(7);
const KEY = { id: '1', key: Buffer.alloc(32, 7) };
const WRONG_KEY = { id: '1', key: Buffer.alloc(32, 9) };
const SHARED_MEMORY = '/dev/shm';

export type Ran = Awaited<ReturnType<typeof runWorld>>;

/** Lives through one world with the real program in it. @throws Broken where it breaks a promise */
export async function runWorld(profile: Profile, script: Happening[] = happeningsOf(profile)) {
	process.env['TZ'] = profile.zone;
	const folder = mkdtempSync(
		join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'survival-')
	);
	try {
		return await live(profile, folder, script);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function live(profile: Profile, folder: string, happenings: Happening[]) {
	const { seed, start, lasts, connections } = profile;
	const end = start + lasts;
	const time = createTime(start);
	const weather = weatherOf(profile);
	const edges = weather.spells
		.flatMap(({ from, until }) => [from, until])
		.toSorted((a, b) => a - b);
	const chance = randomOf(seed, 5);
	const trace = createTrace(time.now);
	const offset = (at: number) => {
		const [on, back] = [weather.at('clock set forward', at), weather.at('clock set back', at)];
		return (on ? stepOfClock(on.share) : 0) - (back ? stepOfClock(back.share) : 0);
	};
	const wall = () => Math.round(time.now() + offset(time.now()));

	let steps = countSteps();
	let instance: Instance | null = null;
	let bootAt = start;
	/** The machine's uptime: what is skipped because nothing happens is no sleep. */
	let uptime = days(1);
	let metAt = start;
	let lives = 0;
	let hasChannel = false;
	const disk = { badUntil: start, isReadOnly: false, isFull: false };
	const isDiskBad = () => weather.isDiskBad(time.now()) || time.now() < disk.badUntil;
	let keys = [KEY];
	let isLockedOut = false;
	let hasFailed = false;
	const home = () => join(folder, String(lives));
	const meta = createMeta(profile, { time, weather, steps: () => steps });
	const watch = watchAlerts({ time });
	const safety = createSafety({ profile, time, weather, meta, trace, watch, isDiskBad });
	const episodes = episodesOf(watch);
	const accounts = Array.from({ length: connections }, () => ({
		actsAt: start + seconds(1),
		wasEnded: false
	}));

	const send: Parameters<typeof startInstance>[0]['send'] = (_, rows) => {
		if (weather.at('mail fails', time.now())) {
			trace.met('mail fails');
			watch.mailFailed();
			return Promise.resolve(failed('The mail server is away.'));
		}
		watch.left(rows);
		for (const { type } of rows) trace.met(`told: ${type}`);
		return Promise.resolve(arrived('Sent.'));
	};

	/** Does something as the process; false: it was killed on the way, or it failed. */
	async function doing(what: string, work: () => Promise<unknown>): Promise<boolean> {
		if (steps.killedAt() !== null) return false;
		try {
			await time.run(work(), () => steps.killedAt() !== null);
		} catch (error) {
			if (steps.killedAt() !== null) return false;
			hasFailed = true;
			trace.met(`failed: ${what}`);
			if (weather.at('disk full', time.now())) trace.met('disk full');
			if (weather.at('disk read-only', time.now())) trace.met('disk read-only');
			trace.note(`${what} failed: ${error instanceof Error ? error.message : 'unknown'}`);
			safety.failed(what, error);
			return false;
		}
		return steps.killedAt() === null;
	}

	async function boot() {
		Object.assign(disk, { isReadOnly: false, isFull: false });
		isLockedOut = weather.at('key lost for a while', time.now()) !== undefined;
		await doing('start', async () => {
			instance = await startInstance({
				folder: home(),
				now: wall,
				uptime: () => uptime,
				meta,
				steps,
				random: chance,
				keys: isLockedOut ? [WRONG_KEY] : keys,
				send,
				sleep: time.wait,
				logged: (level, _, words) => {
					trace.met(`log: ${words}`);
					if (level === 'error') trace.note(`log ${words}`);
				}
			});
		});
		if (steps.killedAt() !== null) return die();
		if (!instance) bootAt = time.now() + TICK_WITHOUT_DISK;
	}

	/** As `kill -9` or a power cut leaves it: the files as they lie there, and nothing said. */
	function die(how = `at ${steps.killedAt() ?? ''}`) {
		trace.note(`the process died ${how}`);
		if (steps.killedAt() !== null) {
			trace.met('killed at a step');
			trace.met(`killed ${steps.killedAt() ?? ''}`);
		}
		noteBeat();
		const [before] = [home()];
		lives += 1;
		copyFiles(before, home());
		instance?.sqlite.close();
		rmSync(before, { recursive: true, force: true });
		instance = null;
		steps = countSteps();
		meta.forget();
		bootAt = Math.max(bootAt, time.now() + chance.between(seconds(20), minutes(10)));
		safety.died();
	}

	/** The last beat was 20 seconds ago at most, also where the time before was skipped. */
	function noteBeat() {
		if (instance && !isDiskBad())
			instance.sqlite.prepare('update scheduler set beat_at = ?').run(wall());
	}

	async function stop() {
		if (!instance) return;
		noteBeat();
		const { sweep, alerts, db } = instance;
		await doing('stop', () => Promise.all([sweep.stop(), alerts.stop()]));
		await db.destroy();
		instance = null;
	}

	/**
	 * The minute's look tells what only time makes true; between two such moments it would do nothing,
	 * so it is skipped there, most of the time.
	 */
	const looks = {
		skipped: 0,
		isDue() {
			const isIll = instance && rowsOf(instance).some((row) => row.failingCause ?? row.endedCause);
			const isNear =
				instance && rowsOf(instance).some(({ expiresAt }) => (expiresAt ?? 0) - wall() < days(15));
			looks.skipped += 1;
			if (!isIll && !isNear && looks.skipped < 8) return false;
			looks.skipped = 0;
			return true;
		}
	};

	function meetAll(tally: Awaited<ReturnType<Instance['sweep']['run']>>) {
		for (const [result, count] of Object.entries(tally))
			if (count > 0) trace.met(`sweep: ${result}`);
	}

	async function tick() {
		if (!instance) return;
		setDisk(instance);
		const { pulse, sweep, alerts, vault } = instance;
		hasFailed = false;
		await doing('beat', () => pulse.beat());
		if (!vault.isLocked) await doing('sweep', async () => meetAll(await sweep.run()));
		if (looks.isDue()) await doing('look', () => alerts.look());
		await doing('alerts', () => alerts.deliver());
		if (steps.killedAt() !== null) die();
	}

	/** SQLite itself refuses, by the two limits that it has for this. */
	function setDisk({ sqlite }: Instance) {
		const now = time.now();
		const isReadOnly = Boolean(weather.at('disk read-only', now)) || now < disk.badUntil;
		// A pragma makes SQLite read the text of every query anew.
		if (isReadOnly !== disk.isReadOnly) sqlite.pragma(`query_only = ${isReadOnly ? 1 : 0}`);
		disk.isReadOnly = isReadOnly;
		const isFull = weather.at('disk full', now) !== undefined;
		if (isFull !== disk.isFull) sqlite.pragma(`max_page_count = ${isFull ? 1 : 1_000_000}`);
		disk.isFull = isFull;
	}

	function atMeta() {
		const { world, names } = meta;
		for (const [index, name] of names.entries()) {
			const account = world.accounts.get(name);
			if (!account) continue;
			const has = (fault: 'checkpoint' | 'not permitted for a while') =>
				weather.spells.some(
					(spell) =>
						spell.fault === fault &&
						spell.account === index &&
						spell.from <= time.now() &&
						time.now() < spell.until
				);
			if (has('checkpoint')) trace.met('checkpoint');
			if (has('not permitted for a while')) trace.met('not permitted for a while');
			account.stopped = has('checkpoint') ? 'checkpoint' : null;
			account.role = has('not permitted for a while') ? 'pending' : 'accepted';
		}
	}

	async function happen({ fault, account, step, until }: Happening) {
		const name = meta.names[account] ?? '';
		const row = instance ? rowsOf(instance).find(({ username }) => username === name) : undefined;
		trace.note(`${fault} ${name}`);
		if (until !== undefined) time.at(until, () => steps.disarm());
		if (fault === 'killed at a step') steps.arm(step);
		if (fault === 'disk fails at a step')
			steps.arm(step, () => {
				trace.met(fault);
				trace.note('the disk takes nothing any more');
				disk.badUntil = time.now() + chance.between(seconds(3), hours(6));
				safety.diskFailed();
				time.at(disk.badUntil, () => instance && setDisk(instance));
				if (instance) setDisk(instance);
			});
		if (fault === 'another key') {
			trace.met(fault);
			keys = [{ id: String(keys.length + 1), key: Buffer.alloc(32, 20 + keys.length) }, ...keys];
			await stop();
			bootAt = time.now() + minutes(1);
		}
		if (fault === 'restored from last week' && instance) {
			await stop();
			lives += 1;
			copyFiles(join(folder, 'backup'), home());
			bootAt = time.now() + minutes(30);
			safety.restored();
			trace.met(fault);
		}
		if (fault === 'password changed') meta.world.kill(name, 'password_changed');
		if (fault.startsWith('app removed')) meta.removeApp(account);
		if (fault === 'password changed' || fault.startsWith('app removed')) {
			episodes.killed(account, time.now());
			kills.push({ account, at: time.now() });
			trace.met(fault);
		}
		if (
			fault === 'app removed, and Meta called' &&
			instance &&
			row &&
			row.disconnectedAt === null
		) {
			const living = instance;
			const signature = Buffer.alloc(32, Math.floor(chance.next() * 256));
			signature.writeDoubleLE(time.now());
			const issuedAt = time.now();
			await doing('deauthorize', () => tellRemoved(living, row, { signature, issuedAt }));
		}
		const mayLeave = instance !== null && !instance.vault.isLocked;
		if (fault === 'disconnected' && mayLeave && instance && row?.disconnectedAt === null) {
			const living = instance;
			if (await doing('disconnect', () => leave(living, meta, row))) {
				trace.met(fault);
				episodes.left(account, time.now());
				const mine = accounts[account];
				if (mine) mine.actsAt = time.now() + days(3);
			}
		}
	}

	/** What creators do: connect, and again where they see that they have to. */
	async function creatorsAct() {
		if (instance && !hasChannel && !isDiskBad() && rowsOf(instance).length > 0)
			addChannel(instance);
		for (const [account, mine] of accounts.entries()) {
			if (!instance || instance.vault.isLocked || steps.killedAt() !== null) continue;
			const living = instance;
			const rows = rowsOf(living);
			const row = rows.find(({ username }) => username === meta.names[account]);
			const isWell = row && row.disconnectedAt === null && row.endedCause === null;
			if (isWell) {
				mine.actsAt = Infinity;
				mine.wasEnded = false;
				continue;
			}
			if (row?.endedCause && !mine.wasEnded) {
				mine.wasEnded = true;
				const heals = time.now() > end - days(8) ? days(1) : profile.reconnectsAfter;
				mine.actsAt = time.now() + heals;
			}
			if (mine.actsAt > time.now()) continue;
			mine.actsAt = time.now() + TRIES_AGAIN;
			if (weather.at('machine off', time.now())) continue;
			const creatorId = rows[0]?.creatorId ?? null;
			const isDone = await doing('connect', () =>
				connect(living, meta, { account, creatorId, ...(row ? { earlier: row } : {}) })
			);
			if (!isDone) continue;
			mine.actsAt = Infinity;
			mine.wasEnded = false;
			episodes.connected(account, time.now());
			safety.connected(account);
			trace.met('connected');
			await time.pass(time.now() + seconds(61));
		}
	}

	function addChannel({ sqlite }: Instance) {
		hasChannel = true;
		const creatorId = sqlite.prepare('select id from creators').pluck().get() as string;
		const channel = newChannel({
			id: 'mail',
			creatorId,
			kind: 'mail',
			address: 'ada@example.org',
			sealed: null,
			types: usualTypes('mail'),
			state: 'on',
			createdAt: wall()
		});
		const columns = Object.keys(channel).map((name) =>
			name.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)
		);
		sqlite
			.prepare(
				`insert into alert_channels (${columns.join()}) values (${columns.map(() => '?').join()})`
			)
			.run(Object.values(channel));
	}

	const kills: { account: number; at: number }[] = [];
	let happened = 0;
	let edge = 0;
	let backupAt = profile.faults.has('restored from last week') ? start + days(1) : Infinity;
	/** The next moment at which anything can be different, on the scheduler's own ticks. */
	function nextWake() {
		const now = time.now();
		while ((edges[edge] ?? Infinity) <= now) edge += 1;
		const soonest = [
			edges[edge] ?? Infinity,
			happenings[happened]?.at ?? Infinity,
			now + LONGEST_SLEEP,
			end,
			backupAt,
			...accounts.map(({ actsAt }) => (actsAt > now ? actsAt : Infinity))
		];
		if (!instance) soonest.push(Math.max(bootAt, now));
		else soonest.push(...duesOf(instance).map((due) => due - offset(now)));
		const least = hasFailed ? TICK_WITHOUT_DISK : TICK;
		const isEdge = Math.min(...soonest.slice(0, 2));
		const wanted = Math.max(now + least, Math.min(...soonest));
		return Math.min(
			end,
			Math.max(now + seconds(1), Math.min(wanted, Math.max(now + seconds(1), isEdge)))
		);
	}

	await boot();
	while (time.now() < end) {
		await time.pass(nextWake());
		const now = time.now();
		uptime += instance ? Math.min(now - metAt, TICK) : now - metAt;
		metAt = now;
		atMeta();
		while (happenings[happened] && (happenings[happened] as Happening).at <= now) {
			await happen(happenings[happened] as Happening);
			happened += 1;
		}
		const isOff = weather.at('machine off', now) !== undefined;
		if (isOff && instance) trace.met('machine off');
		if (instance && offset(now) > 0) trace.met('clock set forward');
		if (instance && offset(now) < 0) trace.met('clock set back');
		if (isOff && instance) {
			if (chance.chance(0.5)) await stop();
			else die('with the machine');
		}
		if (isOff) continue;
		const hasKeyBack = isLockedOut && weather.at('key lost for a while', now) === undefined;
		const losesKey = !isLockedOut && weather.at('key lost for a while', now) !== undefined;
		if (instance && losesKey) trace.met('key lost for a while');
		if (instance && (hasKeyBack || losesKey)) {
			await stop();
			bootAt = now;
		}
		if (!instance && bootAt <= now) await boot();
		if (!instance) continue;
		await tick();
		await creatorsAct();
		if (steps.killedAt() !== null) die();
		if (instance && now >= backupAt && !isDiskBad()) {
			copyFiles(home(), join(folder, 'backup'));
			backupAt = now + days(7);
		}
		if (!instance) continue;
		safety.check(instance, { isLockedOut });
		if (safety.isDiskSettled()) episodes.look(instance, meta, now);
	}
	if (instance) safety.finish(instance, home());
	await stop();
	const ends = episodes.end(end);
	return {
		profile,
		trace,
		episodes: ends,
		kills,
		warned: warnedOf(profile, weather, ends),
		calls: meta.calls.length,
		years: (connections * lasts) / days(365.25)
	};
}

/** How many days before the end the first alert left, of what nobody could have kept. */
function warnedOf(profile: Profile, weather: ReturnType<typeof weatherOf>, ends: Episode[]) {
	const oracle = oracleOf(profile, weather);
	return ends
		.filter(
			({ end, account, from, until }) => end === 'lost' && !oracle.keeps(account, from, until)
		)
		.map(({ until, warnedAt }) => (until - (warnedAt ?? until)) / days(1));
}

/** When this instance has something to do by itself, on its own clock. */
function duesOf(instance: Instance): number[] {
	const now = instance.clock.now();
	// Without the key nothing is renewed, and nothing waits for it.
	const rows = instance.vault.isLocked ? [] : rowsOf(instance);
	const dates = rows.flatMap((row) => datesOf(row, now));
	const alert = alertDueAt(instance);
	return [...dates, alert ?? Infinity];
}

function datesOf(row: Connection, now: number): number[] {
	if (row.disconnectedAt !== null || row.tokenSealed === null) return [];
	const { status } = healthOf(row, { now, isLocked: false });
	const next = row.nextAttemptAt;
	// Dates made under another clock are due now (database/lease.ts).
	const due = next === null ? Infinity : next > now + days(46) ? now : next;
	const marks =
		row.endedAt !== null
			? [3, 7, 21].map((count) => (row.endedAt ?? 0) + days(count))
			: [
					...[14, 7, 3, 1].map((count) => (row.expiresAt ?? Infinity) - days(count) + 1),
					(row.failingSince ?? Infinity) + hours(48)
				];
	return [status === 'locked' ? Infinity : due, ...marks.filter((mark) => mark > now)];
}
