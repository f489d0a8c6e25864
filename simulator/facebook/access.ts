import type { Account } from '../instagram/accounts.ts';
import type { FacebookCaller } from './caller.ts';
import { hasDataAccess } from './grants.ts';
import type { Reading } from './node.ts';
import { linkedAccount, type Page } from './people.ts';

export const isGranted = (caller: FacebookCaller, scope: string) =>
	caller.kind !== 'app' && caller.grant.granted.has(scope);

/** Whether the 90 days have run out. An app token has none that could. */
export const isDataClosed = ({ visit, caller }: Reading) =>
	caller.kind !== 'app' && !hasDataAccess(caller.grant, visit.world.clock.now());

/** Chosen in the dialog, with a role of the person on it. */
export const isChosen = (caller: FacebookCaller, page: Page) =>
	caller.kind !== 'app' && page.hasRole && caller.grant.pageIds.has(page.id);

/**
 * The Pages that a caller may use: a Page token its own, a user token those that were chosen. Pages
 * in a portfolio are hidden from a user token without `business_management`.
 */
export function usablePages(caller: FacebookCaller): Page[] {
	if (caller.kind === 'app') return [];
	const pages = caller.kind === 'page' ? [caller.page] : caller.person.pages;
	return pages
		.filter((page) => isChosen(caller, page))
		.filter(
			(page) =>
				caller.kind === 'page' ||
				page.portfolio === null ||
				isGranted(caller, 'business_management')
		);
}

/** The account behind a Page where the caller may see it: linked, granted and chosen; else null. */
export function visibleAccount({ visit, caller }: Reading, page: Page): Account | null {
	if (!isChosen(caller, page) || !isGranted(caller, 'instagram_basic')) return null;
	const account = linkedAccount(visit.world.accounts, page);
	const isAllowed =
		caller.kind !== 'app' && account && caller.grant.instagramIds.has(account.userId);
	return isAllowed ? account : null;
}
