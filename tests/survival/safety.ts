import { minutes } from '../../src/lib/server/clock.ts';
import { healthOf } from '../../src/lib/server/connections/health.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { AlertWatch } from './alert-watch.ts';
import { secretIn } from './check-disk.ts';
import { notHealed } from './check-end.ts';
import { createLedgerCheck } from './check-ledger.ts';
import { type Seen, tooBad, tooGood } from './check-status.ts';
import type { Disk } from './disk.ts';
import type { Instance } from './instance.ts';
import { createKnown, createOpener, type Known } from './known.ts';
import type { Meta } from './meta.ts';
import type { MetaCall } from './meta-call.ts';
import type { Profile } from './profile.ts';
import { rowsOf } from './rows.ts';
import type { Time } from './time.ts';
import { Broken, type Trace } from './trace.ts';
import type { Weather } from './weather.ts';

type Parts = {
	profile: Profile;
	time: Time;
	weather: Weather;
	meta: Meta;
	trace: Trace;
	disk: Disk;
	watch: AlertWatch;
};

const STORED_WITHIN = minutes(2);
/** So often Meta is asked about one connection between two looks, and no oftener. */
const MOST_CALLS = 20;
const countOf = (calls: MetaCall[], account: number) =>
	calls.filter((call) => call.account === account).length;

/** The promises that hold at every moment, checked after each. @throws Broken */
export function createSafety({ profile, time, weather, meta, trace, watch, disk }: Parts) {
	const known = createKnown(meta, trace);
	const ledger = createLedgerCheck(meta, trace);
	const heldOf = createOpener();
	/** What was written meanwhile nobody can tell: another life, another file. */
	let skipsLines = false;
	let failedSince = false;
	let disturbed = true;
	let diskBadAt = -Infinity;
	let wasBad = false;
	const statuses = new Map<string, string>();

	function broken(what: string): never {
		const at = new Date(time.now()).toISOString();
		throw new Broken(`seed ${String(profile.seed)}, ${at}: ${what}`, trace.lines());
	}
	const isDiskSettled = () => time.now() - diskBadAt >= STORED_WITHIN;

	function disturb() {
		skipsLines = true;
		disturbed = true;
		failedSince = true;
	}

	function checkHeld(held: string[], { owed }: Known): string | null {
		// What the disk did not take is held in memory, and stored within a minute of its return.
		if (!isDiskSettled() || owed === null) return null;
		const isKept = held.some((token) => meta.honours(token));
		return !isKept && meta.honours(owed)
			? 'Meta gave a token and honours it, and it is lost'
			: null;
	}

	function meetStatus({ row, status, problem }: Omit<Seen, 'held'>) {
		const before = statuses.get(row.username);
		if (before === status) return;
		statuses.set(row.username, status);
		trace.note(`${row.username} is ${status} ${problem?.code ?? ''}`);
		trace.met(`status: ${status}`);
		if (before === 'needs_reconnect' && status === 'healthy' && row.lastRefreshAt !== null)
			trace.met('healed by itself');
	}

	function checkConnection(instance: Instance, row: Connection, isLockedOut: boolean) {
		const health = healthOf(row, { now: instance.clock.now(), isLocked: isLockedOut });
		meetStatus({ row, ...health });
		const isExcused =
			disk.isBad() || isLockedOut || weather.at('mail fails', time.now()) !== undefined;
		const isClockRight = instance.clock.now() === Math.round(time.now());
		const mine = known.of(meta.names.indexOf(row.username));
		const untold = watch.check(row, health, { isExcused, isClockRight });
		if (untold !== null || isLockedOut || row.disconnectedAt !== null || !mine) return untold;
		const seen = { row, ...health, held: heldOf(instance, row) };
		return (
			checkHeld(seen.held, mine) ??
			// What the disk did not take cannot be shown yet.
			(isDiskSettled() ? tooBad(seen, mine) : null) ??
			(disturbed ? null : tooGood(seen, mine, meta, isClockRight ? time.now() : null))
		);
	}

	return {
		died() {
			known.take(true);
			disturb();
		},
		/** @param closed whose tokens do not open with the keys at hand */
		restored(closed: string[]) {
			if (closed.length > 0) broken(`no key is left for the backup: ${closed.join()}`);
			known.take(true);
			known.forget();
			disturb();
			watch.restored();
		},
		connected: known.connected,
		/** Whether all that was held in memory had time to be stored. */
		isDiskSettled,
		/** Also where it heals before the next look. */
		diskFailed: () => (diskBadAt = time.now()),
		failed(what: string, error: unknown) {
			failedSince = true;
			disturbed = true;
			if (what === 'connect' || disk.isBad()) return;
			const why = error instanceof Error ? (error.stack ?? error.message) : 'unknown';
			broken(`${what} failed: ${why}`);
		},
		check(instance: Instance, { isLockedOut }: { isLockedOut: boolean }) {
			// The first look after it healed comes when it has just done so, as far as anybody knows.
			if (disk.isBad() || wasBad) diskBadAt = time.now();
			wasBad = disk.isBad();
			const fresh = known.take(false);
			const twice = meta.twice[0];
			const stormed = fresh.find((call) => countOf(fresh, call.account) > MOST_CALLS);
			if (stormed) broken(`${meta.names[stormed.account] ?? ''}: Meta is asked without a pause`);
			if (twice) broken(`${meta.names[twice.account] ?? ''}: two renewals at once`);
			if (skipsLines) ledger.skip(instance, fresh);
			else {
				const wrong = ledger.check(instance, fresh, failedSince || !isDiskSettled());
				if (wrong !== null) broken(wrong);
			}
			skipsLines = false;
			for (const row of rowsOf(instance)) {
				const wrong = checkConnection(instance, row, isLockedOut);
				if (wrong !== null) broken(`${row.username}: ${wrong}`);
			}
			if (!disk.isBad()) failedSince = false;
			disturbed = disk.isBad();
		},
		/** @param folder where all lies that is left of the world */
		finish(instance: Instance, folder: string) {
			const open = secretIn(folder, meta);
			if (open !== null) broken(`a secret stands on the disk in clear, in ${open}`);
			const integrity = instance.sqlite.pragma('integrity_check', { simple: true });
			if (integrity !== 'ok') broken('the database is damaged');
			const wrong = notHealed(instance, { meta, trace, heldOf });
			if (wrong !== null) broken(wrong);
		}
	};
}
