import type { Connection } from '../database/schema.ts';
import type { Page } from '../meta/provider.ts';
import type { Relayed } from './call.ts';
import { type Field, readFields } from './fields.ts';

/** What a refresh tells of a token whose end nobody knows: Meta's own 60 days, in seconds. */
const USUAL_LIFE = 5_184_000;

/**
 * The answer to a client that renews for itself: the same key again, with the time that the token
 * behind it has left. Mooring renews; nothing is asked of Meta.
 * @param now on the clock of connections
 */
export function keyAgain(
	keyText: string,
	{ expiresAt }: Pick<Connection, 'expiresAt'>,
	now: number
): Relayed {
	const left = expiresAt === null ? USUAL_LIFE : Math.floor((expiresAt - now) / 1000);
	return json({ access_token: keyText, token_type: 'bearer', expires_in: Math.max(0, left) });
}

type Account = Pick<Connection, 'accountId' | 'username' | 'name'>;
/** What a list is told that has one entry; whoever goes on after it gets none. */
const CURSOR = 'MAZDZD';

/**
 * `me/accounts`: the Page of the connection alone, with the key in the place of its token.
 * @param asked the parameters of the call, `fields` among them
 */
export function pageList(
	keyText: string,
	page: Page,
	account: Account,
	asked: Pick<URLSearchParams, 'get' | 'has'>
): Relayed {
	if (asked.has('after') || asked.has('before')) return json({ data: [] });
	const data = [pageFields(keyText, page, account, asked)];
	return json({ data, paging: { cursors: { before: CURSOR, after: CURSOR } } });
}

/** `{page}`: the Page by its id. */
export const onePage = (
	keyText: string,
	page: Page,
	account: Account,
	asked: Pick<URLSearchParams, 'get'>
): Relayed => json(pageFields(keyText, page, account, asked));

function pageFields(
	keyText: string,
	{ id, name }: Page,
	account: Account,
	asked: Pick<URLSearchParams, 'get'>
) {
	const fields = readFields(asked.get('fields') ?? '') ?? [];
	const all = {
		id,
		name,
		access_token: keyText,
		instagram_business_account: accountFields(account, fields)
	};
	if (fields.length === 0) return all;
	const names = new Set(['id', ...fields.map((field) => field.name.toLowerCase())]);
	return Object.fromEntries(Object.entries(all).filter(([field]) => names.has(field)));
}

/** As Meta does: its id, and of what is in braces as much as is stored. */
function accountFields({ accountId, username, name }: Account, fields: Field[]) {
	const wanted = fields.find((field) => field.name.toLowerCase() === 'instagram_business_account');
	const names = new Set(['id', ...(wanted?.fields ?? []).map((field) => field.name.toLowerCase())]);
	const all = { id: accountId, username, ...(name === null ? {} : { name }) };
	return Object.fromEntries(Object.entries(all).filter(([field]) => names.has(field)));
}

const json = (body: object): Relayed => ({
	status: 200,
	headers: { 'content-type': 'application/json; charset=UTF-8' },
	body: new TextEncoder().encode(JSON.stringify(body))
});
