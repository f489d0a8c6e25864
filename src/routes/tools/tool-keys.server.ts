import { LOGINS } from '$lib/logins.ts';
import type { App } from '$lib/server/app.ts';
import { connectionView } from '$lib/server/connections/health.ts';
import { listConnections } from '$lib/server/connections/store.ts';
import { ACTION_IDS, ACTIONS, type ActionId, isActionId } from '$lib/server/keys/actions.ts';
import type { Key } from '$lib/server/keys/key.ts';
import { keyViews } from '$lib/server/keys/key-view.ts';
import type { ConnectionView, Status } from '$lib/view.ts';
import { consentHref } from '$lib/words.ts';
import type { KeyAccount, KeyAction, ToolKey } from './tool-key.ts';

/** What a tool gets of an account in trouble: nothing. */
const TROUBLE: { [status in Status]?: string } = {
	needs_reconnect: 'Needs you: tools get nothing until you reconnect it.',
	disconnected: 'Disconnected: tools get nothing.',
	locked: 'Locked: tools get nothing.'
};

/** The accounts of a creator, as the pages of keys show them. */
export async function accountsOf(app: App, creatorId: string): Promise<KeyAccount[]> {
	const at = { now: app.clock.now(), isLocked: app.vault.isLocked };
	const rows = await listConnections(app.db, creatorId);
	return rows.map((row) => accountOf(connectionView(row, at)));
}

/** Keys as pages show them. @param accounts all of their creator's */
export async function toolKeys(app: App, keys: Key[], accounts: KeyAccount[]): Promise<ToolKey[]> {
	const views = await keyViews(app.keys, keys);
	return views.map(({ connections, actions, ...view }) => ({
		...view,
		may: actions.filter(isActionId).map(actionOf),
		accounts: accounts.filter(({ id }) => connections.includes(id))
	}));
}

/** What the form for keys offers. */
export const offeredActions = () => ACTION_IDS.filter((id) => id !== 'token.read').map(actionOf);

const actionOf = (id: ActionId): KeyAction => {
	const { words, isRisky } = ACTIONS[id];
	return { id, words, isRisky };
};

function accountOf(connection: ConnectionView): KeyAccount {
	const { id, account, provider, status } = connection;
	const isLiving = TROUBLE[status] === undefined;
	return {
		id,
		accountId: account.id,
		username: account.username,
		name: account.name,
		pictureUrl: account.pictureUrl,
		login: LOGINS[provider].name,
		standsFor: LOGINS[provider].hosts.graph,
		trouble: TROUBLE[status] ?? null,
		lacks: isLiving ? lacksOf(connection) : {}
	};
}

/** Where Meta told what is granted: what is missing for which action, and where it is asked for. */
function lacksOf(connection: ConnectionView): Record<string, string> {
	const { granted } = connection.permissions;
	if (granted === null) return {};
	const login = LOGINS[connection.provider];
	const lacking = ACTION_IDS.flatMap((id) => {
		const { needs } = ACTIONS[id];
		const scopes = needs === null ? [] : needs === 'reading' ? login.reading : login.scopes[needs];
		const missing = scopes.filter((scope) => !granted.includes(scope));
		return missing.length === 0 ? [] : [[id, consentHref(connection, missing)] as const];
	});
	return Object.fromEntries(lacking);
}
