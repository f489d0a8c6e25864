import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { Instance } from './instance.ts';
import type { Meta } from './meta.ts';
import type { MetaCall } from './meta-call.ts';
import type { Trace } from './trace.ts';

/** What is known of an account past the program. */
export type Known = {
	/** The newest token that Meta gave and that arrived: it has to be held. */
	owed: string | null;
	/** What Meta said last of the token that is held: null where nobody can know. */
	said: MetaCall['verdict'];
	/** The token that it was said of. */
	of: string | null;
};

const NOTHING: Known = { owed: null, said: null, of: null };

/** What Meta gave and said, as its own log tells. */
export function createKnown(meta: Meta, trace: Trace) {
	const known = meta.names.map(() => ({ ...NOTHING }));
	let seen = 0;

	function meet({ fate, isTold, status }: MetaCall) {
		if (fate.kind === 'never sent') trace.met('network gone');
		if (fate.kind === 'fault') trace.met(fate.why);
		if (fate.kind === 'lost') trace.met('lost answers');
		if (fate.kind === 'answered' && !isTold && status !== null) trace.met('slow answers');
	}

	return {
		of: (account: number) => known[account],
		/** @param isLost nobody is left who heard it @returns the calls since the last look */
		take(isLost: boolean): MetaCall[] {
			const fresh = meta.calls.slice(seen);
			seen = meta.calls.length;
			for (const call of fresh) {
				meet(call);
				const mine = known[call.account];
				if (!mine) continue;
				if (isLost) Object.assign(mine, NOTHING);
				else if (call.isTold && call.made)
					Object.assign(mine, { owed: call.made, said: 'well', of: call.made });
				else if (call.isTold && (call.endpoint === 'me' || call.endpoint === 'refresh'))
					Object.assign(mine, { said: call.verdict, of: call.token });
			}
			return fresh;
		},
		/** What a consent brought has to be held from then on. */
		connected: (account: number) =>
			Object.assign(known[account] ?? {}, { ...NOTHING, owed: meta.newest(account) }),
		/** Another file has another memory. */
		forget: () => known.forEach((mine) => Object.assign(mine, NOTHING))
	};
}

/** What sealed texts say; opening one costs more than most of what is checked. */
export function createOpener() {
	const opened = new Map<string, string>();
	return ({ vault }: Instance, row: Connection): string[] => {
		const place = { connectionId: row.id, provider: row.provider, accountId: row.accountId };
		return [row.tokenSealed, row.previousTokenSealed].flatMap((sealed) => {
			if (sealed === null) return [];
			const known = opened.get(sealed) ?? vault.open(sealed, place);
			if (opened.size > 200) opened.clear();
			opened.set(sealed, known);
			return [known];
		});
	};
}
