import { type FacebookApp, facebookConfig } from '../apps.ts';
import { createPage, createPerson, type Page, TASKS } from '../facebook/people.ts';
import { ALL_FACEBOOK_SCOPES } from '../facebook/scopes.ts';
import { FACEBOOK_CAUSES } from '../facebook/world.ts';
import type { World } from '../world.ts';
import { readApp } from './actions.ts';
import {
	BadInput,
	choice,
	type Fields,
	list,
	onlyKnown,
	requiredText,
	text,
	yesOrNo
} from './input.ts';

/** A known id is changed; `configs` are `[{ id, scopes }]`, `configIds` those with the usual ones. */
export function putFacebookApp(world: World, fields: Fields): void {
	const { configs, configIds, scopes, ...plain } = fields;
	const { apps } = world.facebook;
	const known = apps.get(String(fields.clientId));
	const app = readApp(known, plain);
	apps.set(app.clientId, {
		...app,
		scopes: readScopes(scopes) ?? known?.scopes ?? ALL_FACEBOOK_SCOPES,
		configs:
			readConfigs(configs) ??
			list({ configIds }, 'configIds')?.map(facebookConfig) ??
			known?.configs ??
			[]
	});
}

function readScopes(value: unknown): string[] | null {
	const scopes = list({ scopes: value }, 'scopes');
	const unknown = scopes?.find((scope) => !ALL_FACEBOOK_SCOPES.includes(scope));
	if (unknown !== undefined) throw new BadInput(`Unknown scope "${unknown.slice(0, 100)}".`);
	return scopes;
}

function readConfigs(value: unknown): FacebookApp['configs'] | null {
	if (value === undefined) return null;
	return objects(value, 'configs').map((config) => {
		onlyKnown(config, ['id', 'scopes']);
		const id = requiredText(config, 'id', 30);
		return { id, scopes: readScopes(config.scopes) ?? facebookConfig(id).scopes };
	});
}

/** `{ username, name, pages }`: pages, where given, take the place of those before. */
export function putPerson(world: World, fields: Fields): void {
	onlyKnown(fields, ['username', 'name', 'pages']);
	const { people } = world.facebook;
	const username = requiredText(fields, 'username', 30);
	if (!/^[a-z0-9._]+$/.test(username))
		throw new BadInput('username takes small letters, digits, dots and underscores.');
	const name = text(fields, 'name', 300);
	const pages =
		fields.pages === undefined
			? null
			: objects(fields.pages, 'pages').map((page) => readPage(username, page));
	const known = people.get(username) ?? createPerson(username, username);
	people.set(username, {
		...known,
		name: name ?? known.name,
		pages: pages ?? known.pages
	});
}

function readPage(owner: string, fields: Fields): Page {
	onlyKnown(fields, [
		'id',
		'name',
		'category',
		'instagram',
		'isInPortfolio',
		'isOfClient',
		'isOnlyInPortfolio',
		'tasks'
	]);
	const id = text(fields, 'id', 20);
	if (id !== null && !/^[1-9]\d{4,}$/.test(id)) throw new BadInput('id must be digits.');
	const instagram = text(fields, 'instagram', 30);
	const isOfClient = yesOrNo(fields, 'isOfClient');
	const isOnlyInPortfolio = yesOrNo(fields, 'isOnlyInPortfolio');
	const isInPortfolio = yesOrNo(fields, 'isInPortfolio') || isOnlyInPortfolio;
	return createPage(owner, {
		name: requiredText(fields, 'name', 1000),
		instagram,
		portfolio: isOfClient ? 'client' : isInPortfolio ? 'owned' : null,
		isOnlyInPortfolio,
		category: text(fields, 'category', 100) ?? 'Art',
		tasks: list(fields, 'tasks') ?? TASKS,
		...(id === null ? {} : { id })
	});
}

function objects(value: unknown, name: string): Fields[] {
	const isObject = (item: unknown) =>
		typeof item === 'object' && item !== null && !Array.isArray(item);
	if (!Array.isArray(value) || value.length > 1000 || !value.every(isObject))
		throw new BadInput(`${name} must be a list of at most 1000 objects.`);
	return value as Fields[];
}

/** @param username one person, or `*` for all */
export function demandPerson(world: World, username: string): void {
	if (username !== '*' && !world.facebook.people.has(username))
		throw new BadInput(`There is no person named "${username.slice(0, 100)}".`);
}

/** `{ cause }`, and for a lost role `page`, the id of the one Page that it is about. */
export function killPerson(world: World, username: string, fields: Fields): void {
	onlyKnown(fields, ['cause', 'page']);
	const cause = choice(fields, 'cause', FACEBOOK_CAUSES);
	if (!cause) throw new BadInput(`cause is missing; it is one of ${FACEBOOK_CAUSES.join(', ')}.`);
	demandPerson(world, username);
	const { people } = world.facebook;
	const pageId = text(fields, 'page', 20);
	if (pageId !== null && cause !== 'lost_role')
		throw new BadInput('page goes with the cause lost_role only.');
	const those = [...people.values()].filter((person) => [person.username, '*'].includes(username));
	if (pageId !== null && !those.some(({ pages }) => pages.some(({ id }) => id === pageId)))
		throw new BadInput('page must be the id of a Page of that person.');
	world.facebook.kill(username, cause, pageId);
}
