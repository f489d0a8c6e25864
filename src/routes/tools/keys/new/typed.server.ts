import { days } from '$lib/server/clock.ts';
import { AppError } from '$lib/server/errors.ts';
import { isActionId } from '$lib/server/keys/actions.ts';
import { checkExpiry, readExpiry, readName } from '$lib/server/keys/key-terms.ts';
import type { KeyFormData } from './key-form.ts';

export type Typed = KeyFormData['typed'];
type Fault = NonNullable<KeyFormData['fault']>;

/** What a key is made of; times in milliseconds of real time. */
export type Wish = {
	name: string;
	connections: string[];
	actions: string[];
	expiresAt: number | null;
};

/** What was typed, as it may stand in the form again. */
export function readTyped(fields: FormData): Typed {
	const texts = (name: string) => fields.getAll(name).filter((value) => typeof value === 'string');
	const text = (name: string) => texts(name)[0] ?? '';
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
	try {
		const name = at('name', () => readName(typed.name));
		const connections = at('connections', () => accountsIn(typed, own));
		const actions = isToken ? ['token.read'] : at('actions', () => actionsIn(typed));
		const expiresAt = at('date', () => endIn(typed, now));
		return { wish: { name, connections, actions, expiresAt } };
	} catch (error) {
		if (error instanceof Faulty) return { fault: error.fault };
		throw error;
	}
}

class Faulty extends Error {
	readonly fault: Fault;

	constructor(fault: Fault) {
		super(fault.sentence);
		this.fault = fault;
	}
}

function at<Value>(field: Fault['field'], read: () => Value): Value {
	try {
		return read();
	} catch (error) {
		if (error instanceof AppError) throw new Faulty({ field, sentence: error.message });
		throw error;
	}
}

const invalid = (sentence: string) => new AppError('invalid_request', sentence);

function accountsIn({ connections }: Typed, own: ReadonlySet<string>) {
	if (connections.length === 0) throw invalid('Choose at least one account for the key.');
	if (connections.some((id) => !own.has(id))) {
		throw invalid('One of these accounts is not connected here.');
	}
	return [...new Set(connections)];
}

function actionsIn({ actions }: Typed) {
	if (actions.length === 0) throw invalid('Choose at least one thing that the tool may do.');
	if (actions.some((id) => !isActionId(id) || id === 'token.read')) {
		throw invalid('One of these actions does not exist.');
	}
	return [...new Set(actions)];
}

function endIn({ expiry, date }: Typed, now: number) {
	if (expiry === 'none') return null;
	if (['30', '90', '365'].includes(expiry)) return now + days(Number(expiry));
	if (expiry !== 'date') throw invalid('Choose when the key ends.');
	if (date === '') throw invalid('Choose the day on which the key ends.');
	const end = readExpiry(date);
	checkExpiry(end, now);
	return end;
}
