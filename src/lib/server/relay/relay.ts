import type { Key } from '../keys/key.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { keyRevoked } from '../keys/verify.ts';
import { rememberNothing } from '../database/remembering.ts';
import type { Connection } from '../database/schema.ts';
import { admit, type Brought } from './admit.ts';
import { readAnswer } from './answer.ts';
import { keyAgain, onePage, pageList } from './answered-here.ts';
import { readAtMeta, type Upstream } from './ask-meta.ts';
import type { Call, Relayed } from './call.ts';
import { hasPages } from './account-in-path.ts';
import { deliver } from './deliver.ts';
import type { RelayDeps } from './deps.ts';
import { COMMENT_FIELDS, otherThanComment } from './only-comments.ts';
import { refuseGone, refuseUngranted, refuseUnwell, tokenOf } from './open-connection.ts';
import { pageOf } from './page-of.ts';
import { judgeParameters, type Outgoing, parameterNames } from './parameters.ts';
import { type CallPath, readPath } from './path.ts';
import { allowedMethods } from './path-shapes.ts';
import { refuseByDesign } from './refused.ts';
import { chooseForKeyAgain, chooseTarget, type Target, upstreamPath } from './target.ts';
import { write } from './write.ts';

/**
 * Answers a call of a program as Meta's Graph would: checked, sent with the token of the connection,
 * and given back without it.
 * @throws ToolRefusal
 */
export async function relay(deps: RelayDeps, call: Call): Promise<Relayed> {
	const path = readPath(call.path);
	const brought = await admit(deps, call);
	const { key } = brought.call;
	let refusal: ToolRefusal | null = null;
	try {
		const leave = await deps.keys.enter(key.id);
		try {
			return withoutBody(call, await answer(deps, brought, path));
		} finally {
			leave();
		}
	} catch (error) {
		if (error instanceof ToolRefusal) refusal = error;
		throw error;
	} finally {
		deps.keys.count(key.id, refusal);
	}
}

/** HEAD is a GET that sends no body (RFC 9110, section 9.3.2). */
function withoutBody({ method }: Pick<Call, 'method'>, relayed: Relayed): Relayed {
	if (relayed.status === 204) return relayed;
	const headers = { ...relayed.headers, 'content-length': String(relayed.body.length) };
	return { ...relayed, headers, body: method === 'HEAD' ? new Uint8Array() : relayed.body };
}

async function answer(deps: RelayDeps, { call, given }: Brought, path: CallPath): Promise<Relayed> {
	const { key, keyText, method } = call;
	// Taken before anything waits: a key that is revoked from here on delivers nothing.
	const isLiving = whileLiving(deps, key);
	const asked = { path, method, parameterNames: parameterNames(given) };
	if (method === 'OPTIONS') return options(asked);
	const connections = await connectionsOf(deps, key);
	const again = chooseForKeyAgain(asked, connections);
	if (again !== null) {
		refuseUnwell(deps, again);
		return keyAgain(keyText, again, deps.renewal.clock.now());
	}
	const target = chooseTarget(asked, key, connections);
	const outgoing = judgeParameters(target, key, given, deps.isAllowedPicture);
	const { row, connection } = target;
	refuseUnwell(deps, connection);
	refuseUngranted(deps, row, key, connection);
	if (row.isStored) {
		const page = await pageOf(deps, connection);
		const tell = row.id === 'accounts' ? pageList : onePage;
		return tell(keyText, page, connection, outgoing.query);
	}
	const mayGoOn = async () => {
		await isLiving();
		await refuseGone(deps, connection);
	};
	const token = await tokenOf(deps, connection);
	const upstream = upstreamOf(deps, target, outgoing, token);
	const asker = { ...call, connection, connectionId: path.connectionId, token };
	if (row.method === 'GET') {
		const read = await readAtMeta(deps, upstream);
		await mayGoOn();
		return deliver(deps, read, asker);
	}
	if (row.id === 'delete-comment' && hasPages(connection)) {
		const query = new URLSearchParams({ fields: COMMENT_FIELDS });
		const read = await readAtMeta(deps, { ...upstream, method: 'GET', query });
		const other = otherThanComment(read);
		if (other !== null) return deliver(deps, other, asker);
	}
	const done = await write(deps, call, target, upstream, mayGoOn);
	const relayed = deliver(deps, readAnswer(done), asker);
	if (done.reconciled) relayed.headers['mooring-reconciled'] = '1';
	return relayed;
}

/** @throws what ended the key, where it was revoked or has expired since */
function whileLiving({ keys }: RelayDeps, { id }: Key): () => Promise<void> {
	const ended = keys.signalOf(id);
	return async () => {
		ended.throwIfAborted();
		if (!(await keys.isLiving(id))) throw keyRevoked();
	};
}

function options({
	path: { segments },
	parameterNames: names
}: Parameters<typeof chooseTarget>[0]) {
	refuseByDesign(segments, names);
	const allow = allowedMethods(segments).join(', ');
	return { status: 204, headers: { allow }, body: new Uint8Array() };
}

const connectionsOf = (
	{ db, remember = rememberNothing }: RelayDeps,
	{ connectionIds }: Key
): Promise<Connection[]> =>
	remember(`connections ${connectionIds.join()}`, () =>
		db.selectFrom('connections').selectAll().where('id', 'in', connectionIds).execute()
	);

function upstreamOf(
	{ settings }: RelayDeps,
	target: Target,
	{ query, form }: Outgoing,
	token: string
): Upstream {
	const { row, connection } = target;
	return {
		connection,
		token,
		method: row.method,
		path: upstreamPath(target, settings.meta.graphVersion),
		query,
		form,
		isPublishing: row.id === 'container' || row.id === 'publish'
	};
}
