import { type Account, appScopedId } from '../instagram/accounts.ts';
import type { World } from '../world.ts';
import { describeFacebook, facebookSecrets } from './facebook-state.ts';

/** What the control tells of the world: nothing in it is a secret. */
export function describeWorld(world: World, publicUrl: string) {
	const [firstApp] = world.apps.keys();
	const tokens = world.tokens.all();
	const now = world.clock.now();
	const living = new Map<string, number>();
	for (const token of tokens)
		if (!token.death && token.expiresAt > now)
			living.set(token.username, (living.get(token.username) ?? 0) + 1);
	const describe = (account: Account) => {
		const { appScopedSeed: _seed, ...told } = account;
		return {
			...told,
			appScopedId: firstApp ? appScopedId(account, firstApp) : null,
			livingTokens: living.get(account.username) ?? 0
		};
	};
	return {
		url: publicUrl,
		clock: { now: new Date(now).toISOString(), offsetMs: world.clock.offsetMs },
		apps: [...world.apps.values()].map(({ clientSecret: _secret, ...told }) => told),
		accounts: [...world.accounts.values()].map(describe),
		facebook: describeFacebook(world),
		switches: { ...world.switches },
		faults: world.faults.list()
	};
}

/** Everything that must never leak: test harnesses search logs, files and pages for it. */
export function listSecrets(world: World) {
	const facebook = facebookSecrets(world);
	return {
		clientSecrets: [
			...[...world.apps.values()].map((app) => app.clientSecret),
			...facebook.clientSecrets
		],
		codes: [...world.codes.all().map(({ code }) => code), ...facebook.codes],
		tokens: [...world.tokens.all().map(({ token }) => token), ...facebook.tokens],
		appTokens: facebook.appTokens,
		states: [...world.states, ...facebook.states]
	};
}
