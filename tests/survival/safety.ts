import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_APP } from '../../simulator/apps.ts';
import { days, minutes } from '../../src/lib/server/clock.ts';
import { isEndedCause } from '../../src/lib/server/problems/causes.ts';
import { healthOf } from '../../src/lib/server/connections/health.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { AlertWatch } from './alert-watch.ts';
import type { Instance } from './instance.ts';
import type { Meta, MetaCall } from './meta.ts';
import type { Profile } from './profile.ts';
import { lastLine, ledgerAfter, rowsOf } from './rows.ts';
import type { Time } from './time.ts';
import { Broken, type Trace } from './trace.ts';
import type { Weather } from './weather.ts';

type Parts = {
	profile: Profile;
	time: Time;
	weather: Weather;
	meta: Meta;
	trace: Trace;
	isDiskBad: () => boolean;
	watch: AlertWatch;
};

/** What is known of an account past the program. */
type Known = {
	/** The newest token that Meta gave and that arrived: it has to be held. */
	owed: string | null;
	/** What Meta said last of the token that is held: null where nobody can know. */
	said: MetaCall['verdict'] | null;
	/** The token that it was said of. */
	of: string | null;
};

const FILES = ['mooring.db', 'mooring.db-wal'];
/** Every token begins so. */
const TOKEN = Buffer.from('IGAA');
/** From here on a token's nearness to its end has to show. */
const RUNNING_OUT = days(14);
const STORED_WITHIN = minutes(2);
/** Tried for so long past its end, a token counts as ended. */
const GIVEN_UP = days(30);

/** The promises that hold at every moment, checked after each. @throws Broken */
export function createSafety({ profile, time, weather, meta, trace, watch, isDiskBad }: Parts) {
	const known: Known[] = meta.names.map(() => ({ owed: null, said: null, of: null }));
	let seenCalls = 0;
	let seenLines = 0;
	/** What was written meanwhile nobody can tell: another life, another file. */
	let skipsLines = false;
	let failedSince = false;
	let disturbed = true;
	let diskBadAt = -Infinity;
	const unwritten = new Map<number, number>();
	const statuses = new Map<string, string>();

	function broken(what: string): never {
		const at = new Date(time.now()).toISOString();
		throw new Broken(`seed ${String(profile.seed)}, ${at}: ${what}`, trace.lines());
	}

	/** What Meta answered since the last look. @param isLost nobody is left who heard it */
	function takeCalls(isLost: boolean) {
		const fresh = meta.calls.slice(seenCalls);
		seenCalls = meta.calls.length;
		for (const call of fresh) {
			meet(call);
			const mine = known[call.account];
			if (!mine) continue;
			if (isLost) Object.assign(mine, { owed: null, said: null, of: null });
			else if (call.isTold) {
				if (call.made) Object.assign(mine, { owed: call.made, said: 'well', of: call.made });
				else if (call.endpoint === 'me' || call.endpoint === 'refresh')
					Object.assign(mine, { said: call.verdict, of: call.token });
			}
		}
		return fresh;
	}

	function meet({ fate, isTold, status }: MetaCall) {
		if (fate.kind === 'never sent') trace.met('network gone');
		if (fate.kind === 'fault') trace.met(fate.why);
		if (fate.kind === 'lost') trace.met('lost answers');
		if (fate.kind === 'answered' && !isTold && status !== null) trace.met('slow answers');
	}

	function heldOf({ vault }: Instance, row: Connection): string[] {
		const place = { connectionId: row.id, provider: row.provider, accountId: row.accountId };
		return [row.tokenSealed, row.previousTokenSealed].flatMap((sealed) =>
			sealed === null ? [] : [vault.open(sealed, place)]
		);
	}

	function checkHeld(name: string, held: string[], { owed }: Known) {
		// What the disk did not take is held in memory, and stored within a minute of its return.
		if (time.now() - diskBadAt < STORED_WITHIN) return;
		if (owed === null || held.some((token) => meta.honours(token))) return;
		if (meta.honours(owed)) broken(`${name}: Meta gave a token and honours it, and it is lost`);
	}

	function checkStatus(row: Connection, status: string, held: string[], { said, of }: Known) {
		const name = row.username;
		const now = time.now();
		const isOfHeld = of !== null && held[0] === of;
		if (status === 'needs_reconnect') {
			const isGivenUp =
				row.endedCause === 'expired' &&
				row.endedAt !== null &&
				row.expiresAt !== null &&
				row.endedAt - row.expiresAt >= GIVEN_UP;
			const isRemoved = row.tokenSealed === null && row.endedCause === 'app_removed';
			if (isOfHeld && said === 'well' && !isGivenUp && !isRemoved)
				broken(`${name}: needs its creator, and Meta said that its token is well`);
		}
		if (status !== 'healthy' || disturbed) return;
		if (isOfHeld && said === 'dead')
			broken(`${name}: healthy, and Meta said that its token is dead`);
		const token = meta.tokenOf(held[0] ?? '');
		const isClockRight =
			!weather.at('clock set forward', now) && !weather.at('clock set back', now);
		if (!token || !isClockRight || token.death !== null) return;
		if (token.expiresAt - now < RUNNING_OUT - days(1) && (row.nextAttemptAt ?? 0) > now + days(1))
			broken(`${name}: healthy with less than 14 days left`);
	}

	function checkLedger(instance: Instance, fresh: MetaCall[]) {
		const lines = ledgerAfter(instance, seenLines);
		seenLines = Math.max(seenLines, ...lines.map(({ id }) => id));
		const rows = new Map(rowsOf(instance).map((row) => [row.username, row]));
		for (const [account, name] of meta.names.entries()) {
			const row = rows.get(name);
			const mine = lines.filter((line) => line.connectionId === row?.id);
			for (const { outcome, code, cause, trigger, expiresBefore, at } of mine) {
				const isDefinite = cause !== null && isEndedCause(cause);
				if (outcome === 'rejected' && isDefinite && row?.endedCause === null)
					trace.met('the string before was taken back');
				if (outcome === 'renewed' && (expiresBefore ?? Infinity) < at)
					trace.met('renewed after the end that was told');
				trace.note(`ledger ${name} ${trigger} ${outcome} ${code ?? ''} ${cause ?? ''}`);
				trace.met(`ledger: ${outcome}`);
				if (cause !== null) trace.met(`cause: ${cause}`);
			}
			const count = (outcome: string) =>
				mine.filter((line) => line.trigger !== 'connect' && line.outcome === outcome).length;
			const given =
				(unwritten.get(account) ?? 0) +
				fresh.filter((call) => call.account === account && call.made !== null && call.isTold)
					.length;
			if (count('renewed') > given)
				broken(
					`${name}: the ledger tells of ${String(count('renewed'))} renewals, Meta of ${String(given)}`
				);
			const missing = given - count('renewed') - count('rejected');
			if (!failedSince && missing > 0)
				broken(`${name}: Meta renewed ${String(missing)} times more than the ledger tells`);
			// What the disk did not take comes later.
			unwritten.set(account, failedSince ? Math.max(0, missing) : 0);
		}
	}

	/** The beginning of a token may stand in sealed text by chance; that of a living one may not. */
	function holdsToken(bytes: Buffer) {
		for (let at = bytes.indexOf(TOKEN); at >= 0; at = bytes.indexOf(TOKEN, at + 1)) {
			const text = bytes.toString('latin1', at, at + 24);
			if (meta.world.tokens.all().some(({ token }) => token.startsWith(text))) return true;
		}
		return false;
	}

	function checkDisk(home: string) {
		for (const file of FILES.map((name) => join(home, name))) {
			if (!existsSync(file)) continue;
			const bytes = readFileSync(file);
			if (bytes.includes(DEFAULT_APP.clientSecret) || holdsToken(bytes))
				broken('a secret stands on the disk in clear');
		}
	}

	return {
		died() {
			takeCalls(true);
			disturbed = true;
			failedSince = true;
			skipsLines = true;
		},
		restored() {
			for (const mine of known) Object.assign(mine, { owed: null, said: null, of: null });
			skipsLines = true;
			disturbed = true;
			failedSince = true;
			watch.restored();
		},
		connected: (account: number) =>
			Object.assign(known[account] ?? {}, { owed: null, said: null, of: null }),
		/** Whether all that was held in memory had time to be stored. */
		isDiskSettled: () => time.now() - diskBadAt >= STORED_WITHIN,
		/** Also where it heals before the next look. */
		diskFailed: () => (diskBadAt = time.now()),
		failed(what: string, error: unknown) {
			failedSince = true;
			disturbed = true;
			const isConnect = what === 'connect';
			const isDisk = isDiskBad();
			if (!isConnect && !isDisk)
				broken(
					`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`
				);
		},
		check(instance: Instance, { isLockedOut }: { isLockedOut: boolean }) {
			if (isDiskBad()) diskBadAt = time.now();
			const fresh = takeCalls(false);
			const twice = meta.found.twice[0];
			if (twice) broken(`${meta.names[twice.account] ?? ''}: two renewals at once`);
			if (skipsLines) {
				seenLines = lastLine(instance);
				unwritten.clear();
			} else checkLedger(instance, fresh);
			skipsLines = false;
			const now = instance.clock.now();
			const isExcused =
				isDiskBad() || isLockedOut || weather.at('mail fails', time.now()) !== undefined;
			for (const row of rowsOf(instance)) {
				const account = meta.names.indexOf(row.username);
				const { status, problem } = healthOf(row, { now, isLocked: isLockedOut });
				if (statuses.get(row.username) !== status) {
					trace.note(`${row.username} is ${status} ${problem?.code ?? ''}`);
					trace.met(`status: ${status}`);
					const before = statuses.get(row.username);
					if (before === 'needs_reconnect' && status === 'healthy' && row.lastRefreshAt !== null)
						trace.met('healed by itself');
				}
				statuses.set(row.username, status);
				const told = watch.check(row, status, isExcused);
				if (told !== null) broken(`${row.username}: ${told}`);
				if (isLockedOut || row.disconnectedAt !== null) continue;
				const held = heldOf(instance, row);
				const mine = known[account];
				if (!mine) continue;
				checkHeld(row.username, held, mine);
				checkStatus(row, status, held, mine);
			}
			if (!isDiskBad()) failedSince = false;
			disturbed = isDiskBad();
		},
		/** Without faults for a week: all that can live is healthy, all else has a cause and a cure. */
		finish(instance: Instance, home: string) {
			checkDisk(home);
			const integrity = instance.sqlite.pragma('integrity_check', { simple: true });
			if (integrity !== 'ok') broken('the database is damaged');
			for (const row of rowsOf(instance)) {
				if (row.disconnectedAt !== null) continue;
				const { status, problem } = healthOf(row, { now: instance.clock.now(), isLocked: false });
				const held = heldOf(instance, row);
				const isAlive = held.some((token) => meta.honours(token));
				if (isAlive && status !== 'healthy')
					broken(
						`${row.username}: ${status} (${problem?.code ?? ''}) after a week without faults, and its token lives`
					);
				if (!isAlive && (status !== 'needs_reconnect' || !problem?.sentence || !problem.cure))
					broken(`${row.username}: its token is dead, and it is ${status}`);
				trace.met(isAlive ? 'healthy in the end' : 'dead in the end');
			}
		}
	};
}
