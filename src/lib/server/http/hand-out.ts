import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { audit } from '../audit/audit-log.ts';
import { connectionView } from '../connections/health.ts';
import { findConnected } from '../connections/store.ts';
import type { Connection } from '../database/schema.ts';
import type { Key } from '../keys/key.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { currentToken, type NoToken } from '../renewal/current-token.ts';
import { whyNoToken } from '../renewal/why-no-token.ts';
import { isPrivateHost, isThisMachine } from '../settings/origin.ts';
import { clientAddress } from './answer.ts';

/**
 * Hands out the token of a connection to who must hold it, and writes that down.
 * @returns its times as ISO 8601 UTC; until `refetchAt` the token does not change by schedule
 * @throws ToolRefusal action_not_allowed, browser_refused, https_needed, and with status 409
 * needs_reconnect, disconnected, locked
 */
export async function handOut(app: App, key: Key, connection: Connection, event: RequestEvent) {
	if (!key.actions.includes('token.read')) throw notAllowed();
	refuseBrowsers(event.request.headers);
	refusePlainHttp(event.locals.originAsked ?? app.settings.origin);
	const { id } = connection;
	const current = await currentToken(app.renewal, id);
	if (!('token' in current)) throw noToken(current, connection, app);
	// Renewed meanwhile, perhaps.
	const now = (await findConnected(app.db, id)) ?? connection;
	const { provider, accountId } = now;
	const view = connectionView(now, { now: app.clock.now(), isLocked: app.vault.isLocked });
	await audit(app.db, {
		kind: 'token_taken',
		at: app.clock.now(),
		creatorId: key.creatorId,
		connectionId: id,
		detail: { keyId: key.id, keyName: key.name, row: 'token', status: 200 },
		address: clientAddress(event)
	});
	const { hosts, graphVersion } = app.settings.meta;
	return {
		accessToken: current.token,
		tokenType: 'bearer',
		host: hosts[provider].graph,
		version: graphVersion,
		accountId,
		issuedAt: view.issuedAt,
		expiresAt: view.expiresAt,
		refetchAt: view.nextRefreshAt,
		appSecretProof: app.providers[provider]?.appSecretProof?.(current.token) ?? null
	};
}

/** Beyond what the door refuses: anything that only browsers send. */
function refuseBrowsers(headers: Headers) {
	if (!headers.has('sec-fetch-dest') && headers.get('sec-fetch-mode') !== 'navigate') return;
	throw new ToolRefusal(
		'browser_refused',
		'A token is not handed out to browsers.',
		'Ask from a program on a server or on your own machine.'
	);
}

/** Everybody on the way could read it, unless there is no way: a private host, or a name without a dot. */
function refusePlainHttp({ protocol, hostname }: URL) {
	const isNear = isThisMachine(hostname) || isPrivateHost(hostname) || !/[.:]/.test(hostname);
	if (protocol === 'https:' || isNear) return;
	throw new ToolRefusal(
		'https_needed',
		'A token is not handed out over plain http.',
		'Ask at an address that begins with https.'
	);
}

function noToken(why: NoToken, connection: Connection, { clock, vault }: App) {
	const at = { now: clock.now(), isLocked: vault.isLocked };
	const { code, sentence, cure } = whyNoToken(why, connection, at);
	return new ToolRefusal(code, sentence, cure, { status: 409 });
}

const notAllowed = () =>
	new ToolRefusal(
		'action_not_allowed',
		'This key may not take the Instagram token itself.',
		'Use the address /graph, or make a key with token.read.'
	);
