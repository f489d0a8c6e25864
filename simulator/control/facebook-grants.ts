import type { FacebookApp } from '../apps.ts';
import { linkedAccount, type Person } from '../facebook/people.ts';
import { ALL_FACEBOOK_SCOPES } from '../facebook/scopes.ts';
import { SHORT_USER_LIFE_MS } from '../facebook/tokens.ts';
import type { World } from '../world.ts';
import {
	BadInput,
	choice,
	type Fields,
	list,
	onlyKnown,
	requiredText,
	text,
	wholeNumber
} from './input.ts';

const KINDS = ['short', 'long', 'page'] as const;
const OLDEST_MS = 10 * 365 * 86_400_000;
const USUAL_SCOPES = ['instagram_basic', 'pages_show_list', 'pages_read_engagement'];

type Consented = { app: FacebookApp; person: Person };

/** The consent of a person as the dialog would take it: ticked `scopes`, declined ones, Pages. */
function consent(world: World, fields: Fields, at: number): Consented {
	const { facebook } = world;
	const clientId = text(fields, 'clientId', 100) ?? [...facebook.apps.keys()][0];
	const app = facebook.apps.get(clientId ?? '');
	if (!app) throw new BadInput('There is no Facebook app with that clientId.');
	const person = facebook.people.get(requiredText(fields, 'username', 30));
	if (!person) throw new BadInput('There is no person of that username.');
	const ticked = list(fields, 'scopes') ?? USUAL_SCOPES;
	const declined = list(fields, 'declined') ?? [];
	const unknown = [...ticked, ...declined].find((scope) => !ALL_FACEBOOK_SCOPES.includes(scope));
	if (unknown !== undefined) throw new BadInput(`Unknown scope "${unknown.slice(0, 100)}".`);
	const pageIds = list(fields, 'pages') ?? person.pages.map(({ id }) => id);
	const chosen = person.pages.filter(({ id }) => pageIds.includes(id));
	if (chosen.length !== pageIds.length)
		throw new BadInput('pages must be ids of Pages of that person.');
	facebook.grants.consent({
		clientId: app.clientId,
		username: person.username,
		offered: [...ticked, ...declined],
		ticked,
		pageIds,
		instagramIds: chosen.flatMap((page) => linkedAccount(world.accounts, page)?.userId ?? []),
		now: at
	});
	return { app, person };
}

/** A code as the dialog would give it, for clients without a browser. */
export function grantFacebookCode(world: World, fields: Fields): { code: string } {
	onlyKnown(fields, ['clientId', 'redirectUri', 'username', 'scopes', 'declined', 'pages']);
	const redirectUri = requiredText(fields, 'redirectUri', 2000);
	const now = world.clock.now();
	const { app, person } = consent(world, fields, now);
	if (!app.redirectUris.includes(redirectUri))
		throw new BadInput('redirectUri is not one of the redirect URIs of that app.');
	const { clientId } = app;
	const whose = { clientId, username: person.username };
	const { code } = world.facebook.codes.issue({ ...whose, redirectUri, issuedAt: now });
	return { code };
}

/** A user token of any age, or the Page token that a long-lived one of that age gives. */
export function grantFacebookToken(world: World, fields: Fields): { token: string } {
	onlyKnown(fields, [
		'clientId',
		'username',
		'kind',
		'ageMs',
		'scopes',
		'declined',
		'pages',
		'page'
	]);
	const kind = choice(fields, 'kind', KINDS) ?? 'long';
	const issuedAt = world.clock.now() - (wholeNumber(fields, 'ageMs', 0, OLDEST_MS) ?? 0);
	const { app, person } = consent(world, fields, issuedAt);
	const { switches, facebook } = world;
	const lifeMs = kind === 'short' ? SHORT_USER_LIFE_MS : switches.longLivedSeconds * 1000;
	const user = facebook.tokens.issue({
		kind: kind === 'short' ? 'short' : 'long',
		clientId: app.clientId,
		username: person.username,
		pageId: null,
		issuedAt,
		expiresAt: issuedAt + lifeMs
	});
	if (kind !== 'page') return { token: user.token };
	const pageId = text(fields, 'page', 20) ?? person.pages[0]?.id;
	if (!person.pages.some(({ id }) => id === pageId) || pageId === undefined)
		throw new BadInput('page must be the id of a Page of that person.');
	return { token: facebook.tokens.pageToken(user, pageId, issuedAt).token };
}
