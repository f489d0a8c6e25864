import { appToken } from '../facebook/app-token.ts';
import { dataAccessEnd } from '../facebook/grants.ts';
import { linkedAccount, type Person, personId } from '../facebook/people.ts';
import type { World } from '../world.ts';

/** What the control tells of Facebook's half: nothing in it is a secret. */
export function describeFacebook(world: World) {
	const { apps, people, tokens, grants } = world.facebook;
	const [firstApp] = apps.keys();
	const now = world.clock.now();
	const living = new Map<string, number>();
	for (const { username, death, expiresAt } of tokens.all())
		if (!death && (expiresAt ?? Infinity) > now)
			living.set(username, (living.get(username) ?? 0) + 1);
	const describe = (person: Person) => ({
		username: person.username,
		name: person.name,
		id: firstApp ? personId(person, firstApp) : null,
		stopped: person.stopped,
		livingTokens: living.get(person.username) ?? 0,
		pages: person.pages.map((page) => ({
			...page,
			instagramId: linkedAccount(world.accounts, page)?.userId ?? null
		}))
	});
	return {
		apps: [...apps.values()].map(({ clientSecret: _secret, ...told }) => told),
		people: [...people.values()].map(describe),
		grants: grants.all().map((grant) => ({
			clientId: grant.clientId,
			username: grant.username,
			granted: [...grant.granted],
			declined: [...grant.declined],
			pageIds: [...grant.pageIds],
			instagramIds: [...grant.instagramIds],
			dataAccessExpiresAt: new Date(dataAccessEnd(grant)).toISOString()
		}))
	};
}

/** What of Facebook's half must never leak. An app token stands for the app's secret. */
export function facebookSecrets({ facebook }: World) {
	const apps = [...facebook.apps.values()];
	return {
		clientSecrets: apps.map(({ clientSecret }) => clientSecret),
		codes: facebook.codes.all().map(({ code }) => code),
		tokens: facebook.tokens.all().map(({ token }) => token),
		appTokens: apps.map(appToken),
		states: [...facebook.states]
	};
}
