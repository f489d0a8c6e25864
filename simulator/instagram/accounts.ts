import { stableId } from '../ids.ts';

/**
 * What the account is to the app. `accepted`: an accepted Instagram Tester. `pending`: consent and
 * code exchange work, then every Graph call is "Unsupported request". `refused`: stopped at the
 * authorize page with "Insufficient Developer Role".
 */
export const ROLES = ['accepted', 'pending', 'refused'] as const;
export type Role = (typeof ROLES)[number];

export const ACCOUNT_TYPES = ['BUSINESS', 'MEDIA_CREATOR', 'PERSONAL'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** `checkpoint` and `unconfirmed` are states of the account; the others end single tokens. */
export const CAUSES = [
	'expired',
	'logged_out',
	'password_changed',
	'app_removed',
	'checkpoint',
	'unconfirmed'
] as const;
export type Cause = (typeof CAUSES)[number];

export type Account = {
	username: string;
	name: string;
	accountType: AccountType;
	role: Role;
	/** The professional account's id, `user_id` of `/me`: 17841… */
	userId: string;
	/** The seed of the app-scoped id, which differs from app to app. */
	appScopedSeed: string;
	/** A file name in pictures/, or null for an account without a picture. */
	picture: string | null;
	followersCount: number;
	followsCount: number;
	/** What the profile tells; null for the true number. */
	mediaCount: number | null;
	/** How many posts are drawn for it; null for as many as the switch says. */
	posts: number | null;
	biography: string | null;
	website: string | null;
	/** Set while Meta stops the account itself. */
	stopped: 'checkpoint' | 'unconfirmed' | null;
};

export const MARKUP =
	'<script>alert("long name")</script><img src=x onerror=alert(1)>"\'`&amp;</title> 🪁🎏🧵 ' +
	'\u202eemas eht ton si siht\u202c שלום עולם مرحبا بالعالم {{name}} ${name} %3Cb%3E ';

export function exactly(length: number, text: string): string {
	return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

/** An account with everything that `given` leaves out filled in, the same way each time. */
export function createAccount(given: Partial<Account> & { username: string }): Account {
	const seed = given.username;
	return {
		name: seed,
		accountType: 'BUSINESS',
		role: 'accepted',
		userId: stableId('17841', `professional ${seed}`),
		appScopedSeed: seed,
		picture: null,
		followersCount: 1200 + (seed.length % 7) * 311,
		followsCount: 180 + (seed.length % 5) * 23,
		mediaCount: null,
		posts: null,
		biography: null,
		website: null,
		stopped: null,
		...given
	};
}

/** The app-scoped id of an account, above 2^53: `id` of `/me` and `user_id` of the code answer. */
export function appScopedId(account: Account, clientId: string): string {
	return stableId('2', `${clientId} ${account.appScopedSeed}`);
}

/** Ids of older kinds, which graph.facebook.com still tells: `ig_id` and `legacy_instagram_user_id`. */
export const olderIds = ({ username }: Account) => ({
	igId: Number(stableId('6', `ig ${username}`).slice(0, 11)),
	legacyId: stableId('48', `legacy ${username}`)
});

/** The accounts of a fresh world; their names are fixed. */
export function namedAccounts(): Account[] {
	return [
		createAccount({
			username: 'ada.draws',
			name: 'Ada Draws',
			accountType: 'MEDIA_CREATOR',
			picture: 'ada.draws.png',
			biography: 'Ink, paper, one drawing a day.',
			website: 'https://ada-draws.example/'
		}),
		createAccount({
			username: 'north.pier.radio',
			name: 'North Pier Radio',
			picture: 'north.pier.radio.png',
			biography: 'Songs from the end of the pier.'
		}),
		createAccount({
			username: 'brick.and.bloom',
			name: 'Brick and Bloom',
			picture: 'brick.and.bloom.png',
			biography: 'Flowers for small balconies.'
		}),
		createAccount({
			username: 'paper.lantern',
			name: 'Paper Lantern',
			role: 'pending',
			picture: 'paper.lantern.png'
		}),
		createAccount({
			username: 'kit.at.home',
			name: 'Kit at Home',
			accountType: 'PERSONAL',
			picture: 'kit.at.home.png'
		}),
		createAccount({
			username: 'long.name',
			name: exactly(300, MARKUP),
			posts: 0,
			picture: 'long.name.png'
		})
	];
}
