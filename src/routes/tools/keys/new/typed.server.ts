import { days } from '$lib/server/clock.ts';
import { ACTION_IDS, type ActionId, isActionId } from '$lib/server/keys/actions.ts';

/** What was typed into the form, as it may stand in it again. */
export type Typed = {
	name: string;
	connections: string[];
	actions: string[];
	expiry: string;
	date: string;
};

export type Field = 'name' | 'connections' | 'actions' | 'date' | 'all';
export type Fault = { field: Field; sentence: string };

/** What a key is made of; times in milliseconds of real time. */
export type Wish = {
	name: string;
	connections: string[];
	actions: ActionId[];
	expiresAt: number | null;
};

const MOST_NAME = 60;
const LONGEST = days(731);

export function readTyped(fields: FormData | URLSearchParams): Typed {
	const text = (name: string) => {
		const value = fields.get(name);
		return typeof value === 'string' ? value : '';
	};
	const texts = (name: string) =>
		fields.getAll(name).filter((value) => typeof value === 'string');
	return {
		name: text('name'),
		connections: texts('connections'),
		actions: texts('actions'),
		expiry: text('expiry') || 'none',
		date: text('date')
	};
}

/**
 * What was typed as a key to make, or the first thing to mend.
 * @param own the ids of the creator's connections
 * @param isToken whether this is the form for the Instagram token, which asks for no actions
 * @param now milliseconds of real time
 */
export function judgeTyped(
	typed: Typed,
	{ own, isToken, now }: { own: ReadonlySet<string>; isToken: boolean; now: number }
): { fault: Fault } | { wish: Wish } {
	const fault = (field: Field, sentence: string) => ({ fault: { field, sentence } });
	const name = typed.name.trim();
	if (name === '' || Array.from(name).length > MOST_NAME) {
		return fault('name', `Give it a name of 1 to ${String(MOST_NAME)} characters.`);
	}
	const connections = [...new Set(typed.connections)];
	if (connections.length === 0) return fault('connections', 'Choose at least one account.');
	if (!connections.every((id) => own.has(id))) {
		return fault('connections', 'One of these accounts is not connected here any more.');
	}
	const chosen = new Set(isToken ? ['token.read'] : typed.actions);
	const isKnown = [...chosen].every((id) => isActionId(id) && (isToken || id !== 'token.read'));
	if (chosen.size === 0 || !isKnown) {
		return fault('actions', 'Choose at least one thing that the tool may do.');
	}
	const expiresAt = endOf(typed, now);
	if (expiresAt === undefined || (expiresAt !== null && expiresAt - now > LONGEST)) {
		return fault('date', 'Choose a day from today on, within two years.');
	}
	const actions = ACTION_IDS.filter((id) => chosen.has(id));
	return { wish: { name, connections, actions, expiresAt } };
}

/** The end of the day that was chosen, in UTC; undefined: none that can be. */
function endOf({ expiry, date }: Typed, now: number): number | null | undefined {
	if (expiry === 'none') return null;
	if (['30', '90', '365'].includes(expiry)) return now + days(Number(expiry));
	if (expiry !== 'date' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
	const end = Date.parse(`${date}T00:00:00Z`) + days(1);
	return end > now ? end : undefined;
}
