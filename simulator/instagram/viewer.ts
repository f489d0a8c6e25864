import type { Viewer } from '../graph/viewer.ts';
import type { Visit } from '../visit.ts';
import { appScopedId } from './accounts.ts';
import type { Caller } from './caller.ts';

/** The caller of Instagram Login as the Graph sees it: one account, by `me` and either of its ids. */
export function instagramViewer(visit: Visit, { token, account }: Caller): Viewer {
	const names = ['me', account.userId];
	if (visit.world.switches.appScopedIdInPaths) names.push(appScopedId(account, token.clientId));
	return {
		visit,
		login: 'instagram',
		clientId: token.clientId,
		token: token.token,
		accounts: [account],
		isGranted: (scope) => token.scopes.includes(scope),
		accountAt: (id) => (names.includes(id) ? account : undefined)
	};
}
