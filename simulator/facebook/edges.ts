import type { Field } from '../field-expansion.ts';
import { type List, pagedList } from '../pager.ts';
import { isDataClosed, isGranted, usablePages } from './access.ts';
import {
	dataAccessError,
	facebookError,
	nonexistingField,
	noSuchObject,
	userTokenNeeded
} from './errors.ts';
import { readNode, type Reading } from './node.ts';
import { LISTED_FIELDS, pageNode } from './page-node.ts';
import { businessId, type Page, type Person, personId, portfolioOf } from './people.ts';

/** What a list is asked with: fields as text and read, and where in it to start. */
export type EdgeRequest = {
	fields: Field[] | null;
	text: string | null;
	pager: Map<string, string>;
};

/** A list that field expansion asks for, in the braces of another node. */
export const expanded = ({ fields, text, modifiers }: Field): EdgeRequest => ({
	fields,
	text,
	pager: modifiers
});

const EDGES = ['accounts', 'businesses', 'owned_pages', 'client_pages'] as const;
type Edge = (typeof EDGES)[number];

export const isEdge = (name: string): name is Edge => EDGES.some((edge) => edge === name);

const missingPermission = () => facebookError('(#100) Missing Permission', 100);

function pageList(
	reading: Reading,
	pages: Page[],
	path: string,
	{ fields, text, pager }: EdgeRequest
): List | Response {
	const { visit, caller } = reading;
	const token = caller.kind === 'app' ? '' : caller.token.token;
	const parameters = { access_token: token, ...(text === null ? {} : { fields: text }) };
	return pagedList(visit, pages, { pager, path, parameters }, (page) =>
		pageNode(reading, page, fields, LISTED_FIELDS)
	);
}

/**
 * `/me/accounts`: the Pages that a person lets the app use; none without `pages_show_list`, and none
 * that the person has through a portfolio only.
 */
export function accountsList(reading: Reading, request: EdgeRequest): List | Response {
	const { caller } = reading;
	if (caller.kind !== 'user') return missingPermission();
	const pages = isGranted(caller, 'pages_show_list')
		? usablePages(caller).filter((page) => !page.isOnlyInPortfolio)
		: [];
	return pageList(
		reading,
		pages,
		`${personId(caller.person, caller.app.clientId)}/accounts`,
		request
	);
}

/** `/me/businesses`: the portfolio of a person who has a Page in one. */
export function businessesList(reading: Reading, request: EdgeRequest): List | Response {
	const { caller, visit } = reading;
	if (caller.kind !== 'user' || !isGranted(caller, 'business_management'))
		return missingPermission();
	const { person, app, token } = caller;
	const portfolios = hasPortfolio(person) ? [{ id: businessId(person) }] : [];
	const path = `${personId(person, app.clientId)}/businesses`;
	const parameters = { access_token: token.token };
	return pagedList(visit, portfolios, { pager: request.pager, path, parameters }, () =>
		businessNode(reading, person, request.fields)
	);
}

export const hasPortfolio = ({ pages }: Person) =>
	pages.some(({ portfolio, hasRole }) => portfolio !== null && hasRole);

export const businessNode = (reading: Reading, person: Person, fields: Field[] | null) =>
	readNode(
		'Business',
		{
			id: () => portfolioOf(person).id,
			name: () => portfolioOf(person).name,
			owned_pages: (field) => portfolioPages(reading, 'owned', expanded(field)),
			client_pages: (field) => portfolioPages(reading, 'client', expanded(field))
		},
		fields,
		['id', 'name']
	);

/**
 * `/{business}/owned_pages` and `client_pages`: all Pages of the portfolio, those that were not chosen
 * too, but of these neither token nor account.
 */
export function portfolioPages(
	reading: Reading,
	portfolio: 'owned' | 'client',
	request: EdgeRequest
): List | Response {
	const { caller } = reading;
	if (caller.kind !== 'user' || !isGranted(caller, 'business_management'))
		return missingPermission();
	const pages = caller.person.pages.filter((page) => page.portfolio === portfolio && page.hasRole);
	return pageList(reading, pages, `${businessId(caller.person)}/${portfolio}_pages`, request);
}

/** The list that hangs at this id, where the caller may read it. */
export function readEdge(
	reading: Reading,
	id: string,
	edge: Edge,
	request: EdgeRequest
): List | Response {
	const { caller, visit } = reading;
	if (caller.kind === 'app') return id === 'me' ? userTokenNeeded() : noSuchObject('GET', id);
	if (caller.kind === 'page') return nonexistingField(edge, 'Page');
	if (isDataClosed(reading)) return dataAccessError(visit.world.switches);
	const isSelf = id === 'me' || id === personId(caller.person, caller.app.clientId);
	const isBusiness = id === businessId(caller.person) && hasPortfolio(caller.person);
	if (edge === 'accounts' && isSelf) return accountsList(reading, request);
	if (edge === 'businesses' && isSelf) return businessesList(reading, request);
	if (edge === 'owned_pages' && isBusiness) return portfolioPages(reading, 'owned', request);
	if (edge === 'client_pages' && isBusiness) return portfolioPages(reading, 'client', request);
	return noSuchObject('GET', id);
}
