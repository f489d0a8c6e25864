import { holdsKey } from '../keys/format.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import type { Admitted, Call } from './call.ts';
import { readCredential } from './credential.ts';
import type { RelayDeps } from './deps.ts';
import { type Given, readParameters } from './parameters.ts';

/** A call with a living key, and all that it gives. */
export type Brought = { call: Admitted; given: Given };

/**
 * Reads what a call gives, and verifies its key. Of a body that cannot be read hears only who has one.
 * @throws ToolRefusal key_…, credentials_conflict, body_malformed, body_too_large
 */
export async function admit({ keys }: Pick<RelayDeps, 'keys'>, call: Call): Promise<Brought> {
	let given: Given = { query: [...new URLSearchParams(call.query)], body: [] };
	let unreadable: Error | null = null;
	try {
		given = await readParameters(call);
	} catch (error) {
		if (!(error instanceof ToolRefusal)) throw error;
		unreadable = error;
	}
	if (hasKeyAmiss(call, given)) throw keyInUrl('A key stood');
	const { keyText, keyInQuery, isInAddress } = readCredential(call, given);
	const key = await keys.verify(keyText);
	if (unreadable !== null) throw unreadable;
	if (isInAddress && key.actions.includes('token.read')) {
		throw keyInUrl('A key that may take the Instagram token stood');
	}
	return { call: { ...call, key, keyText: keyText ?? '', keyInQuery }, given };
}

/** Whether a key stands in the address elsewhere than as `access_token`: clients do not hide it there. */
const hasKeyAmiss = ({ path }: Pick<Call, 'path'>, { query }: Given) =>
	holdsKey(path) ||
	query.some(([name, value]) => holdsKey(name) || (name !== 'access_token' && holdsKey(value)));

const keyInUrl = (whichStood: string) =>
	new ToolRefusal(
		'key_in_url',
		`${whichStood} in an address, so it is in logs now.`,
		'Revoke it, make a new one, and send that as Authorization: Bearer.'
	);
