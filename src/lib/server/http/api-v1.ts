import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { connectionView } from '../connections/health.ts';
import { findConnection } from '../connections/store.ts';
import type { Connection } from '../database/schema.ts';
import { readBearer } from '../keys/bearer.ts';
import { holdsKey } from '../keys/format.ts';
import type { Key } from '../keys/key.ts';
import { LIMITS } from '../keys/limits.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { openApiDocument } from '../openapi/document.ts';
import { refreshes } from '../renewal/ledger.ts';
import { handOut } from './hand-out.ts';

type Answer = (app: App, key: Key, connection: Connection, event: RequestEvent) => Promise<object>;

/** What is told of one connection, by what stands behind its id. */
const OF_ONE: Readonly<Record<string, Answer>> = {
	'': (app, _, connection) => Promise.resolve({ connection: viewOf(app, connection) }),
	'/refreshes': async ({ db }, _, { id }) => ({ refreshes: await refreshes(db, id) }),
	'/token': async (app, key, connection, event) => ({
		token: await handOut(app, key, connection, event)
	})
};

/**
 * Answers `/api/v1`: what a program may know of its key's connections, by the key alone.
 * @throws ToolRefusal
 */
export async function apiV1(event: RequestEvent, app: App): Promise<Response> {
	const path = pathWithoutKey(event);
	const headers = { 'mooring-request-id': event.locals.requestId, vary: 'Authorization' };
	if (path === '/openapi.json') return Response.json(documentFor(event), { headers });
	const text = readBearer(event.request.headers.get('authorization'));
	const body = await app.keys.during(text, (key) => bodyOf(event, app, key, path));
	return Response.json(body, { headers });
}

/**
 * The path of an address that takes no key in it.
 * @throws ToolRefusal key_in_url
 */
export function pathWithoutKey({ locals }: RequestEvent): string {
	const { path, query } = locals.asked ?? { path: '', query: '' };
	if (!holdsKey(`${path}?${query}`) && !new URLSearchParams(query).has('access_token')) return path;
	throw new ToolRefusal(
		'key_in_url',
		'A key or token stood in the address of this call, so it is in logs now.',
		'Revoke it, make a new one, and send that as Authorization: Bearer.'
	);
}

/** Of the addresses themselves, so that no key is needed. */
function documentFor({ request, locals }: RequestEvent) {
	if (request.method !== 'GET' && request.method !== 'HEAD') throw onlyGet();
	return openApiDocument(locals.originAsked?.origin ?? '', __MOORING_VERSION__);
}

async function bodyOf(event: RequestEvent, app: App, key: Key, path: string): Promise<object> {
	const { method } = event.request;
	const answer = find(app, key, path, event);
	if (!answer) throw notFound();
	if (method !== 'GET' && method !== 'HEAD') throw onlyGet();
	return answer();
}

/** What an address answers; null: there is none. */
function find(app: App, key: Key, path: string, event: RequestEvent) {
	if (path === '/key') return () => Promise.resolve({ key: keyBody(key) });
	if (path === '/connections') return async () => ({ connections: await viewsOf(app, key) });
	const [, id, rest = ''] = /^\/connections\/([^/]+)(\/.*)?$/.exec(path) ?? [];
	const answer = Object.hasOwn(OF_ONE, rest) ? OF_ONE[rest] : undefined;
	if (id === undefined || !answer) return null;
	return async () => answer(app, key, await ofThisKey(app, key, id), event);
}

const keyBody = ({ id, name, connectionIds, actions, expiresAt }: Key) => ({
	id,
	name,
	connections: connectionIds,
	actions,
	expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
	limits: { perMinute: LIMITS.callsAMinute, burst: LIMITS.burst, atOnce: LIMITS.atOnce }
});

/** The connections of a key, disconnected ones too. */
export async function viewsOf(app: App, { connectionIds, creatorId }: Key) {
	const found = await Promise.all(connectionIds.map((id) => findConnection(app.db, creatorId, id)));
	return found.flatMap((one) => (one ? [viewOf(app, one)] : []));
}

/** One that the key does not name is as unknown as none. */
async function ofThisKey({ db }: App, key: Key, id: string) {
	const found = await findConnection(db, key.creatorId, id);
	if (!found || !key.connectionIds.includes(id)) throw notFound();
	return found;
}

const viewOf = ({ clock, vault }: App, connection: Connection) =>
	connectionView(connection, { now: clock.now(), isLocked: vault.isLocked });

const notFound = () =>
	new ToolRefusal(
		'not_found',
		'There is nothing at this address for this key.',
		'GET /api/v1/connections lists what the key covers.'
	);
const onlyGet = () =>
	new ToolRefusal('method_not_allowed', 'This address has no such method.', 'Use GET.', {
		allow: ['GET', 'HEAD']
	});
