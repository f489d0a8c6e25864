import type { ConnectionView } from '../view.ts';

/** An Instagram account by its username; a Facebook user has a name that is none. */
export const identityName = (name: string) => (/^[\w.]+$/.test(name) ? `@${name}` : name);

const KINDS = { business: 'Business account', creator: 'Creator account' } as const;

/** "@ada.draws · Creator account"; the kind only where Meta told it. */
export function accountLine({ account }: ConnectionView): string {
	const kind = account.accountType && KINDS[account.accountType];
	return [`@${account.username}`, kind].filter(Boolean).join(' · ');
}
