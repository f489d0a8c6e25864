import { unknownPath } from '../errors.ts';
import { graphFields } from '../fields.ts';
import { answerFromContent } from '../graph/answer.ts';
import { contentEndpoint } from '../graph/endpoints.ts';
import { withMetaHeaders } from '../graph/meta-headers.ts';
import { jsonResponse } from '../meta-json.ts';
import { askedFields } from '../node.ts';
import { withUsage } from '../usage.ts';
import type { Visit } from '../visit.ts';
import { isDataClosed } from './access.ts';
import { facebookCaller, tokenText } from './caller.ts';
import { debugToken } from './debug-token.ts';
import { isEdge, readEdge } from './edges.ts';
import { dataAccessError, noSuchObject, tokenNeeded, userTokenNeeded } from './errors.ts';
import type { Reading } from './node.ts';
import { findNode } from './nodes.ts';
import { pageSubscriptions } from './page-subscriptions.ts';
import { facebookPath } from './path.ts';
import { facebookPermissions } from './permissions.ts';
import { facebookViewer } from './viewer.ts';

/** Everything under graph.facebook.com but its token endpoint. */
export const facebookGraph = async (visit: Visit): Promise<Response> =>
	withMetaHeaders(visit, await answerTo(visit));

async function answerTo(visit: Visit): Promise<Response> {
	const { request, url } = visit;
	const [id = '', edge = null, name = null, ...rest] = facebookPath(url.pathname);
	if (!id || rest.length || (name !== null && edge !== 'permissions'))
		return unknownPath(url.pathname);
	const parameters = await graphFields(request, url);
	const token = tokenText(request, parameters);
	if (!token) return id === 'me' ? userTokenNeeded() : tokenNeeded();
	const caller = facebookCaller(visit, parameters, token);
	if (caller instanceof Response) return caller;

	if (id === 'debug_token') return debugToken(visit, caller, parameters.get('input_token') ?? '');
	if (edge === 'permissions') return facebookPermissions(visit, caller, id, name);
	const reading = { visit, caller };
	const { accounts, accountAt } = facebookViewer(reading);
	const about = accountAt(id) ?? accounts[0];
	return withUsage(visit, about?.userId ?? id, await ofCaller(reading, [id, edge], parameters));
}

async function ofCaller(
	reading: Reading,
	[id, edge]: [id: string, edge: string | null],
	parameters: Map<string, string>
): Promise<Response> {
	const { visit } = reading;
	const { method, world } = visit;
	const parts = edge === null ? [id] : [id, edge];
	if (contentEndpoint(method, parts)) {
		if (isDataClosed(reading)) return dataAccessError(world.switches);
		const told = await answerFromContent(facebookViewer(reading), parts, parameters);
		if (told) return told;
	}
	if (edge === 'subscribed_apps') return pageSubscriptions(reading, id, parameters);
	if (edge !== null && !isEdge(edge)) {
		const node = findNode(reading, id, []);
		return node instanceof Response ? node : unknownPath(`/${edge}`);
	}
	if (method !== 'GET') return noSuchObject(method, id);
	const text = parameters.get('fields');
	const fields = askedFields(text);
	if (fields instanceof Response) return fields;
	const answer =
		edge === null
			? findNode(reading, id, fields)
			: readEdge(reading, id, edge, { fields, text: text ?? null, pager: parameters });
	return answer instanceof Response ? answer : jsonResponse(answer);
}
