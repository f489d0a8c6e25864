import type { Renewal } from '../../src/lib/server/database/schema.ts';
import { isEndedCause } from '../../src/lib/server/problems/causes.ts';
import type { Instance } from './instance.ts';
import type { Meta } from './meta.ts';
import type { MetaCall } from './meta-call.ts';
import { lastLine, ledgerAfter, rowsOf } from './rows.ts';
import type { Trace } from './trace.ts';

/** Whether the ledger tells what Meta's own log tells. */
export function createLedgerCheck(meta: Meta, trace: Trace) {
	let seen = 0;
	const unwritten = new Map<number, number>();
	/** What Meta gave in a stretch whose lines were skipped: still to be written, or among the skipped. */
	const perhaps = new Map<number, number>();
	const givenOf = (account: number, calls: MetaCall[]) =>
		calls.filter((call) => call.account === account && call.made !== null && call.isTold).length;

	function meet(name: string, line: Renewal, isLiving: boolean) {
		const { outcome, code, cause, trigger, expiresBefore, at } = line;
		if (outcome === 'rejected' && cause !== null && isEndedCause(cause) && isLiving)
			trace.met('the string before was taken back');
		if (outcome === 'renewed' && (expiresBefore ?? Infinity) < at)
			trace.met('renewed after the end that was told');
		trace.note(`ledger ${name} ${trigger} ${outcome} ${code ?? ''} ${cause ?? ''}`);
		trace.met(`ledger: ${outcome}`);
		if (cause !== null) trace.met(`cause: ${cause}`);
	}

	return {
		/** What was written meanwhile nobody can tell: another life, another file. */
		skip(instance: Instance, fresh: MetaCall[]) {
			seen = lastLine(instance);
			unwritten.clear();
			for (const account of meta.names.keys()) perhaps.set(account, givenOf(account, fresh));
		},
		/** @param mayMiss whether lines may come later, or never @returns what is wrong; null: nothing */
		check(instance: Instance, fresh: MetaCall[], mayMiss: boolean): string | null {
			const lines = ledgerAfter(instance, seen);
			seen = lines.at(-1)?.id ?? seen;
			if (lines.length === 0 && fresh.length === 0 && unwritten.size === 0) {
				if (!mayMiss) perhaps.clear();
				return null;
			}
			const rows = new Map(rowsOf(instance).map((row) => [row.username, row]));
			for (const [account, name] of meta.names.entries()) {
				const row = rows.get(name);
				const mine = lines.filter((line) => line.connectionId === row?.id);
				for (const line of mine) meet(name, line, row?.endedCause === null);
				const count = (outcome: string) =>
					mine.filter((line) => line.trigger !== 'connect' && line.outcome === outcome).length;
				const given = (unwritten.get(account) ?? 0) + givenOf(account, fresh);
				const told = count('renewed');
				const left = (perhaps.get(account) ?? 0) - Math.max(0, told - given);
				if (left < 0)
					return `${name}: the ledger tells of ${String(told)} renewals, Meta of ${String(given)}`;
				const missing = given - told - count('rejected');
				if (!mayMiss && missing > 0)
					return `${name}: Meta renewed ${String(missing)} times more than the ledger tells`;
				if (mayMiss && missing > 0) unwritten.set(account, missing);
				else unwritten.delete(account);
				perhaps.set(account, mayMiss ? left : 0);
			}
			return null;
		}
	};
}
