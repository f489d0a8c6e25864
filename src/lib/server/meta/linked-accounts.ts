import { anyNode, pageEntry } from './facebook-schemas.ts';
import type { LinkedAccount, LinkedPages } from './provider.ts';

/**
 * Which Instagram accounts are behind somebody's Pages. A Page whose account is missing or unusable
 * is counted and skipped; an account behind two Pages is told once, by a Page with a token if any.
 * @param own all of `/me/accounts`, asked for what `pageEntry` names
 * @param shared Pages of business portfolios: those that are among the own count once
 */
export function linkedPages(own: unknown[], shared: unknown[] = []): LinkedPages {
	const accounts = new Map<string, LinkedAccount>();
	for (const account of [...own, ...shared].flatMap(linkedAccount)) {
		const { accountId } = account.profile;
		const known = accounts.get(accountId);
		if (known === undefined || known.pageToken === null) accounts.set(accountId, account);
	}
	const further = new Set(shared.flatMap(idOf)).difference(new Set(own.flatMap(idOf)));
	return { accounts: [...accounts.values()], pageCount: own.length + further.size };
}

const idOf = (entry: unknown) => anyNode.safeParse(entry).data?.id ?? [];

function linkedAccount(entry: unknown): LinkedAccount[] {
	const { data: page } = pageEntry.safeParse(entry);
	if (page === undefined) return [];
	return [
		{
			pageId: page.id,
			pageName: page.name ?? page.id,
			pageToken: page.access_token ?? null,
			profile: page.instagram_business_account
		}
	];
}
