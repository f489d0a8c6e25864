import { jsonResponse } from '../meta-json.ts';
import type { Visit } from '../visit.ts';
import type { FacebookCaller } from './caller.ts';
import { noSuchObject, userTokenNeeded } from './errors.ts';
import { type Grant, hasDataAccess } from './grants.ts';
import { personId } from './people.ts';
import { ALL_FACEBOOK_SCOPES } from './scopes.ts';

/** What was granted and declined; everything granted is `expired` once the 90 days are over. */
export function permissionsOf(grant: Grant, now: number) {
	const isOpen = hasDataAccess(grant, now);
	const inOrder = (scopes: Set<string>) => ALL_FACEBOOK_SCOPES.filter((scope) => scopes.has(scope));
	return [
		...inOrder(grant.granted).map((permission) => ({
			permission,
			status: isOpen ? 'granted' : 'expired'
		})),
		...inOrder(grant.declined).map((permission) => ({ permission, status: 'declined' }))
	];
}

/** The grant that a caller may read and end: a user token its own, an app token by the user's id. */
function grantFor(visit: Visit, caller: FacebookCaller, id: string): Grant | null {
	if (caller.kind === 'page') return null;
	const { facebook } = visit.world;
	if (caller.kind === 'user') {
		const own = personId(caller.person, caller.app.clientId);
		return id === 'me' || id === own ? caller.grant : null;
	}
	for (const person of facebook.people.values())
		if (personId(person, caller.app.clientId) === id)
			return facebook.grants.find(caller.app.clientId, person.username) ?? null;
	return null;
}

/**
 * `/{user-id}/permissions[/{name}]` (Meta, user/permissions). DELETE without a name ends the app for
 * this person, every token with it; with a name that permission becomes a declined one.
 */
export function facebookPermissions(
	visit: Visit,
	caller: FacebookCaller,
	id: string,
	name: string | null
): Response {
	const { method, world } = visit;
	const { clock, facebook, switches } = world;
	if (id === 'me' && caller.kind === 'app') return userTokenNeeded();
	const grant = grantFor(visit, caller, id);
	if (!grant) return noSuchObject(method, id);
	visit.account = grant.username;
	if (method === 'GET') {
		const all = permissionsOf(grant, clock.now());
		return jsonResponse({
			data: name === null ? all : all.filter(({ permission }) => permission === name)
		});
	}
	if (method !== 'DELETE') return noSuchObject(method, id);
	if (name === null) {
		facebook.grants.remove(grant.clientId, grant.username);
		facebook.tokens.removeApp(grant.username, grant.clientId);
	} else if (grant.granted.delete(name)) grant.declined.add(name);
	return jsonResponse(switches.facebookRevocationAnswer === 'object' ? { success: true } : true);
}
