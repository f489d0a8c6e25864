import type { ConnectionView } from '../view.ts';

export const LOGIN_NAMES = {
	instagram: 'Instagram Login',
	facebook: 'Facebook Login'
} as const satisfies Record<ConnectionView['provider'], string>;

/** Who asks for consent. */
export const META_NAMES = {
	instagram: 'Instagram',
	facebook: 'Facebook'
} as const satisfies Record<ConnectionView['provider'], string>;

/** An Instagram account by its username; a Facebook user has a name that is none. */
export const identityName = (name: string) => (/^[\w.]+$/.test(name) ? `@${name}` : name);

const KINDS = { business: 'Business account', creator: 'Creator account' } as const;

/** "@ada.draws · Creator account"; the kind only where Meta told it. */
export function accountLine({ account }: ConnectionView): string {
	const kind = account.accountType && KINDS[account.accountType];
	return [`@${account.username}`, kind].filter(Boolean).join(' · ');
}
