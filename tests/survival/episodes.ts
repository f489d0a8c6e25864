import type { Instance } from './instance.ts';
import type { Meta } from './meta.ts';
import type { Profile } from './profile.ts';
import { rowsOf } from './rows.ts';
import type { Weather } from './weather.ts';

/** One connection from a consent to its end. */
export type Episode = {
	account: number;
	from: number;
	until: number;
	/** `lost`: no token that Meta honours is left, and nobody ended it. */
	end: 'ended at Meta' | 'disconnected' | 'lost' | 'kept';
};

/** The lives of the connections of a world, told past the program. */
export function episodesOf(profile: Profile, _: { weather: Weather }) {
	const open = new Map<number, number>();
	const ended: Episode[] = [];
	function end(account: number, until: number, how: Episode['end']) {
		const from = open.get(account);
		if (from === undefined) return;
		open.delete(account);
		ended.push({ account, from, until, end: how });
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
				if (!held.some((token) => meta.honours(token))) end(account, now, 'lost');
			}
		},
		end(at: number): Episode[] {
			for (const account of [...open.keys()]) end(account, at, 'kept');
			return ended.toSorted((one, other) => one.from - other.from || one.account - other.account);
		},
		profile
	};
}
