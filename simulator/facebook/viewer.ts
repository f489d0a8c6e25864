import type { Viewer } from '../graph/viewer.ts';
import { isGranted, usablePages } from './access.ts';
import type { Reading } from './node.ts';
import { linkedAccount } from './people.ts';

/**
 * The caller of Facebook Login as the Graph sees it: the accounts of the Pages that it may use, where
 * the person chose them. An app token opens none.
 */
export function facebookViewer({ visit, caller }: Reading): Viewer {
	const accounts = usablePages(caller).flatMap((page) => {
		const account = linkedAccount(visit.world.accounts, page);
		const isChosen =
			caller.kind !== 'app' && account && caller.grant.instagramIds.has(account.userId);
		return isChosen ? [account] : [];
	});
	return {
		visit,
		login: 'facebook',
		clientId: caller.app.clientId,
		token: caller.kind === 'app' ? '' : caller.token.token,
		accounts,
		isGranted: (scope) => isGranted(caller, scope),
		accountAt: (id) => accounts.find(({ userId }) => userId === id)
	};
}
