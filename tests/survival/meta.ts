import { createApp } from '../../simulator/app.ts';
import { DEFAULT_APP, DEFAULT_FACEBOOK_APP } from '../../simulator/apps.ts';
import { createAccount } from '../../simulator/instagram/accounts.ts';
import { createWorld } from '../../simulator/world.ts';
import { facebook } from '../../src/lib/server/meta/facebook.ts';
import { instagram } from '../../src/lib/server/meta/instagram.ts';
import { FACEBOOK_REDIRECT, facebookPeople } from './facebook-people.ts';
import { createNetwork } from './meta-network.ts';
import type { Profile } from './profile.ts';
import type { Steps } from './steps.ts';
import type { Time } from './time.ts';
import type { Weather } from './weather.ts';

export const BASIC = 'instagram_business_basic';
const HOSTS = {
	web: 'https://www.instagram.com',
	api: 'https://api.instagram.com',
	graph: 'https://graph.instagram.com'
};
const FACEBOOK_HOSTS = { web: 'https://www.facebook.com', graph: 'https://graph.facebook.com' };
const VERSION = 'v25.0';
const REDIRECT = DEFAULT_APP.redirectUris[0] ?? '';

export type Meta = ReturnType<typeof createMeta>;
type Parts = { time: Time; weather: Weather; steps: () => Steps };

/**
 * Meta inside this process: the simulator's own core, called as a function, behind a network that has
 * the weather of the world. Accounts are numbered; the last ones come by Facebook Login.
 */
export function createMeta(profile: Profile, { time, weather, steps }: Parts) {
	const world = createWorld({
		apps: [DEFAULT_APP],
		facebookApps: [DEFAULT_FACEBOOK_APP],
		realNow: time.now
	});
	const { rotates, killsOld, expiredSubcode, passwordSubcode, profileShape } = profile.meta;
	Object.assign(world.switches, {
		refreshRotates: rotates,
		refreshKillsOld: killsOld,
		expiredSubcode,
		passwordSubcode,
		profileShape,
		longLivedSeconds: profile.meta.lifeSeconds
	});
	const app = createApp(world, { publicUrl: HOSTS.graph, isFixed: true, ownHosts: new Set() });
	const people = facebookPeople(world, time.now);
	const isByFacebook = (account: number) => account >= profile.connections;
	const all = profile.connections + profile.byFacebook;
	const names = Array.from({ length: all }, (_, index) => `creator.${String(index)}`);
	const nameOf = (account: number) => names[account] ?? '';
	for (const [account, username] of names.entries()) {
		if (isByFacebook(account)) people.add(username);
		else world.accounts.set(username, createAccount({ username }));
	}
	const tokenOf = (text: string) => world.tokens.find(text) ?? people.tokenOf(text);
	const network = createNetwork({ world, app, names, tokenOf, time, weather, steps });
	const { fetch, hasConsented } = network;

	function codeFor(account: number) {
		if (isByFacebook(account)) return people.consent(nameOf(account));
		const { code } = world.codes.issue({
			clientId: DEFAULT_APP.clientId,
			redirectUri: REDIRECT,
			username: nameOf(account),
			scopes: [BASIC],
			issuedAt: time.now()
		});
		return code;
	}

	return {
		...network,
		names,
		isByFacebook,
		providers: {
			instagram: instagram({
				settings: { ...DEFAULT_APP, redirectUri: REDIRECT, configId: null },
				addresses: { graphVersion: VERSION, hosts: HOSTS },
				fetch
			}),
			facebook: facebook({
				settings: { ...DEFAULT_FACEBOOK_APP, redirectUri: FACEBOOK_REDIRECT, configId: null },
				addresses: { graphVersion: VERSION, hosts: FACEBOOK_HOSTS },
				fetch
			})
		},
		/** A code, as Meta's consent page hands it out. */
		consent(account: number) {
			const code = codeFor(account);
			hasConsented(code, account);
			return code;
		},
		tokenOf,
		/** Whether Meta takes this token. */
		honours(text: string | null) {
			const token = tokenOf(text ?? '');
			return token !== undefined && token.death === null && time.now() < token.expiresAt;
		},
		/** Whether a text begins as one of the tokens does that were ever given out. */
		hasGiven: (text: string) =>
			[...world.tokens.all(), ...world.facebook.tokens.all()].some(({ token }) =>
				token.startsWith(text)
			),
		/** The token that the latest consent of an account brought. */
		newest: (account: number) =>
			isByFacebook(account)
				? people.newestPageToken(nameOf(account))
				: (world.tokens
						.all()
						.findLast(({ kind, username }) => kind === 'long' && username === nameOf(account))
						?.token ?? null),
		setStopped(account: number, isStopped: boolean) {
			if (isByFacebook(account)) return people.setStopped(nameOf(account), isStopped);
			const known = world.accounts.get(nameOf(account));
			if (known) known.stopped = isStopped ? 'checkpoint' : null;
		},
		/** Whether the app may be used by this account. */
		setPermitted(account: number, isPermitted: boolean) {
			const known = world.accounts.get(nameOf(account));
			if (known) known.role = isPermitted ? 'accepted' : 'pending';
		},
		/** The creator changed their password there. */
		changePassword(account: number) {
			if (isByFacebook(account)) world.facebook.kill(nameOf(account), 'password_changed');
			else world.kill(nameOf(account), 'password_changed');
		},
		/** As Meta's own page for removing apps does. */
		removeApp(account: number) {
			if (isByFacebook(account)) world.facebook.kill(nameOf(account), 'app_removed');
			else world.tokens.removeApp(nameOf(account), DEFAULT_APP.clientId);
		}
	};
}
