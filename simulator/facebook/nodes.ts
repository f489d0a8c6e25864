import type { Field } from '../field-expansion.ts';
import type { NodeAnswer } from '../node.ts';
import { isDataClosed, isGranted, usablePages } from './access.ts';
import { businessNode, hasPortfolio } from './edges.ts';
import { dataAccessError, mayNot, noSuchAlias, noSuchObject, userTokenNeeded } from './errors.ts';
import { instagramNode } from './instagram-node.ts';
import { readNode, type Reading } from './node.ts';
import { pageNode } from './page-node.ts';
import { businessId, linkedAccount, personId } from './people.ts';
import { userNode } from './user-node.ts';

/** A person, an app, a Page, a portfolio or an Instagram account, whichever has this id. */
export function findNode(
	reading: Reading,
	id: string,
	fields: Field[] | null
): NodeAnswer | Response {
	const { caller, visit } = reading;
	const { accounts, switches } = visit.world;
	const { clientId, name } = caller.app;
	if (id === 'app' || id === clientId)
		return readNode('Application', { id: () => clientId, name: () => name }, fields, [
			'name',
			'id'
		]);
	if (caller.kind === 'app') return nodeForApp(reading, id, fields);
	const { person } = caller;
	if (caller.kind === 'user' && (id === 'me' || id === personId(person, clientId)))
		return userNode(reading, person, fields);
	if (id !== 'me' && !/^\d+$/.test(id)) return noSuchAlias(id);
	if (isDataClosed(reading)) return dataAccessError(switches);
	const pages = usablePages(caller);
	const own = caller.kind === 'page' && id === 'me' ? caller.page.id : id;
	const page = pages.find((one) => one.id === own);
	if (page) return pageNode(reading, page, fields);
	if (own === businessId(person) && hasPortfolio(person))
		return isGranted(caller, 'business_management')
			? businessNode(reading, person, fields)
			: mayNot();
	const account = pages
		.map((one) => linkedAccount(accounts, one))
		.find((linked) => linked?.userId === own);
	if (!account) return noSuchObject(visit.method, id);
	const isOpen =
		isGranted(caller, 'instagram_basic') &&
		isGranted(caller, 'pages_read_engagement') &&
		caller.grant.instagramIds.has(account.userId);
	return isOpen ? instagramNode(reading, account, fields) : mayNot();
}

/** An app token opens the people who use the app. */
function nodeForApp(reading: Reading, id: string, fields: Field[] | null): NodeAnswer | Response {
	const { caller, visit } = reading;
	const { people, grants } = visit.world.facebook;
	if (id === 'me') return userTokenNeeded();
	for (const { clientId, username } of grants.all()) {
		const person = clientId === caller.app.clientId ? people.get(username) : undefined;
		if (person && personId(person, clientId) === id) return userNode(reading, person, fields);
	}
	return noSuchObject(visit.method, id);
}
