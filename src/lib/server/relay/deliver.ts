import { LOGINS } from '../../logins.ts';
import type { Connection } from '../database/schema.ts';
import { deliverable, type ReadAnswer } from './answer.ts';
import type { Admitted, Relayed } from './call.ts';
import type { RelayDeps } from './deps.ts';
import { answerHeldBack } from './refusals.ts';

/** Whose answer it is, and by which address it was asked for. */
export type Asker = Pick<
	Admitted,
	'method' | 'base' | 'key' | 'keyText' | 'keyInQuery' | 'requestId'
> & {
	connection: Connection;
	/** Of `connections/ID` in the call's address; null: not given. */
	connectionId: string | null;
	token: string;
};

/**
 * What goes back of Meta's answer.
 * @throws ToolRefusal answer_held_back where the token is in it in spite of all
 */
export function deliver(
	{ settings, log }: Pick<RelayDeps, 'settings' | 'log'>,
	answer: ReadAnswer,
	asker: Asker
): Relayed {
	const { connection, keyText, keyInQuery, token } = asker;
	const relayed = deliverable(answer, {
		graphs: [
			LOGINS[connection.provider].hosts.graph,
			settings.meta.hosts[connection.provider].graph
		],
		baseFor: (segment) => baseFor(asker, segment),
		key: keyInQuery ? keyText : null,
		keyText,
		token
	});
	if (relayed !== null) return relayed;
	log.error(
		{ requestId: asker.requestId, connectionId: connection.id },
		'ANSWER HELD BACK: it held the Instagram token'
	);
	throw answerHeldBack(asker.method === 'POST' || asker.method === 'DELETE');
}

/** With `connections/ID` where the call had it, and where nothing else tells whose the path is. */
function baseFor({ base, connection, connectionId, key }: Asker, segment: string): string {
	const isTold = key.connectionIds.length === 1 || segment === connection.accountId;
	return connectionId === null && isTold ? base : `${base}/connections/${connection.id}`;
}
