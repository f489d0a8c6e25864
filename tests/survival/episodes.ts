import type { AlertWatch } from './alert-watch.ts';
import type { Instance } from './instance.ts';
import type { Meta } from './meta.ts';
import { rowsOf } from './rows.ts';

/** One connection from a consent to its end. */
export type Episode = {
	account: number;
	from: number;
	until: number;
	/** `lost`: no token that Meta honours is left, and nobody ended it. */
	end: 'ended at Meta' | 'disconnected' | 'lost' | 'kept';
	/** When the first alert of it left; null: none did. */
	warnedAt: number | null;
};

/** The lives of the connections of a world, told past the program. */
export function episodesOf(watch: AlertWatch) {
	const open = new Map<number, number>();
	const ended: Episode[] = [];
	function end(
		account: number,
		until: number,
		how: Episode['end'],
		warnedAt: number | null = null
	) {
		const from = open.get(account);
		if (from === undefined) return;
		open.delete(account);
		ended.push({ account, from, until, end: how, warnedAt });
	}
	return {
		connected(account: number, at: number) {
			end(account, at, 'kept');
			open.set(account, at);
		},
		killed: (account: number, at: number) => end(account, at, 'ended at Meta'),
		left: (account: number, at: number) => end(account, at, 'disconnected'),
		look(instance: Instance, meta: Meta, now: number) {
			if (instance.vault.isLocked) return;
			for (const row of rowsOf(instance)) {
				const account = meta.names.indexOf(row.username);
				if (!open.has(account) || row.disconnectedAt !== null) continue;
				const place = { connectionId: row.id, provider: row.provider, accountId: row.accountId };
				const held = [row.tokenSealed, row.previousTokenSealed].map(
					(sealed) => sealed && instance.vault.open(sealed, place)
				);
				if (held.some((token) => meta.honours(token))) continue;
				const ends = held.map((token) => meta.tokenOf(token ?? '')?.expiresAt ?? now);
				const warnedAt = watch.warnedAt(row.id, open.get(account) ?? 0);
				end(account, Math.min(now, Math.max(...ends)), 'lost', warnedAt);
			}
		},
		end(at: number): Episode[] {
			for (const account of [...open.keys()]) end(account, at, 'kept');
			return ended.toSorted((one, other) => one.from - other.from || one.account - other.account);
		}
	};
}
