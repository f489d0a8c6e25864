import { keyRow } from './key-row.ts';
import { connectionRow } from './connection-row.ts';
import { LOGINS, PROVIDER_IDS } from '../../src/lib/logins.ts';
import { ACTION_IDS, type ActionId } from '../../src/lib/server/keys/actions.ts';
import { ToolRefusal } from '../../src/lib/server/keys/tool-refusal.ts';
import type { Reached } from '../../src/lib/server/relay/account-in-path.ts';
import { readPath } from '../../src/lib/server/relay/path.ts';
import { chooseTarget } from '../../src/lib/server/relay/target.ts';

export const ACCOUNT = '17841400000000001';
export const APP_SCOPED = '25000000000000001';
export const PAGE = '10001';
export const NODE = '17900000000000001';

/** The same account by each login, the connection called as its login is. */
export const CONNECTIONS: Reached[] = PROVIDER_IDS.map((provider) => ({
	...connectionRow({ id: provider, provider, accountId: ACCOUNT, appScopedId: APP_SCOPED }),
	pageId: PAGE
}));

/** One whose login brings that account alone, and one whose account is behind a Page. */
export const [ownLogin, byPages] = ['one account', 'several accounts'].map((brings) => {
	const found = CONNECTIONS.find(({ provider }) => LOGINS[provider].brings === brings);
	if (!found) throw new Error(brings);
	return found;
}) as [Reached, Reached];

/** What a call is, for a key with these connections and actions. */
export const choose = (
	method: string,
	path: string,
	connections: readonly Reached[] = [ownLogin],
	actions: readonly ActionId[] = ACTION_IDS,
	parameterNames: string[] = []
) =>
	chooseTarget(
		{ path: readPath(path), method, parameterNames },
		keyRow({ actions: [...actions], connectionIds: connections.map(({ id }) => id) }),
		connections
	);

/** The id of the row that a call is, or the refusal's code; whatever else is thrown stays thrown. */
export function outcome(...call: Parameters<typeof choose>): string {
	try {
		return choose(...call).row.id;
	} catch (error) {
		if (error instanceof ToolRefusal) return error.code;
		throw error;
	}
}
