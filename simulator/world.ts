import { createHmac, randomBytes } from 'node:crypto';
import type { App, FacebookApp } from './apps.ts';
import { createCalls } from './calls.ts';
import { type Clock, createClock } from './clock.ts';
import { CODE_LIFE_MS, createCodes } from './codes.ts';
import { createFacebookWorld } from './facebook/world.ts';
import { createFaults } from './faults.ts';
import { createContent } from './graph/content.ts';
import { createWebhooks } from './graph/webhooks.ts';
import { newLoginId } from './ids.ts';
import { type Account, type Cause, namedAccounts } from './instagram/accounts.ts';
import { createTokens } from './instagram/tokens.ts';
import { DEFAULT_SWITCHES } from './switches.ts';

const LOGINS_KEPT = 10_000;

export type World = ReturnType<typeof createWorld>;

type Given = { apps: App[]; facebookApps: FacebookApp[]; realNow?: () => number };

function freshContents({ apps, facebookApps, realNow = Date.now }: Given) {
	return {
		apps: new Map(apps.map((app) => [app.clientId, structuredClone(app)])),
		accounts: new Map(namedAccounts().map((account) => [account.username, account])),
		codes: createCodes<{ scopes: string[] }>(CODE_LIFE_MS),
		tokens: createTokens(),
		switches: { ...DEFAULT_SWITCHES },
		faults: createFaults(),
		calls: createCalls(),
		/** What the accounts have posted. */
		content: createContent(realNow()),
		webhooks: createWebhooks(),
		/** Browser logins: cookie value to username. */
		logins: new Map<string, string>(),
		/** Webhook fields per app and account. */
		subscriptions: new Map<string, string[]>(),
		/** Every `state` that a client sent, for those who search for leaks. */
		states: new Set<string>(),
		facebook: createFacebookWorld(facebookApps)
	};
}

/** All that the pretend Meta knows. It lives in memory; `reset` makes it new. */
export function createWorld(given: Given) {
	const clock: Clock = createClock(given.realNow);
	const pictureKey = randomBytes(32);
	const world = {
		clock,
		/** For people who practise: names that try a program wait behind "More". */
		isForPractice: false,
		...freshContents(given),
		reset() {
			Object.assign(world, freshContents(given));
			clock.setOffset(0);
		},
		logIn(username: string): string {
			const id = newLoginId();
			world.logins.set(id, username);
			const oldest = world.logins.keys().next().value;
			if (world.logins.size > LOGINS_KEPT && oldest) world.logins.delete(oldest);
			return id;
		},
		loggedIn(id: string | undefined): Account | null {
			const username = id && world.logins.get(id);
			return (username && world.accounts.get(username)) || null;
		},
		/** @param username one account, or `*` for all */
		kill(username: string, cause: Cause) {
			const isMeant = (name: string) => username === '*' || name === username;
			if (cause !== 'checkpoint' && cause !== 'unconfirmed')
				return world.tokens.kill(isMeant, cause);
			for (const account of world.accounts.values())
				if (isMeant(account.username)) account.stopped = cause;
		},
		/** Undoes every `kill`: a convenience of the control page, Meta has nothing like it. */
		restore(username: string) {
			const isMeant = (name: string) => username === '*' || name === username;
			world.tokens.restore(isMeant);
			for (const account of world.accounts.values())
				if (isMeant(account.username)) account.stopped = null;
		},
		/** The signature in a picture's address, as on Meta's CDN. */
		pictureSignature: (file: string, expires: string) =>
			createHmac('sha256', pictureKey).update(`${file} ${expires}`).digest('base64url').slice(0, 32)
	};
	return world;
}
