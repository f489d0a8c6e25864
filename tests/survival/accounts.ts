import { hours } from '../../src/lib/server/clock.ts';
import { startAttempt, stateOf } from '../../src/lib/server/authorization/attempts.ts';
import { finishAttempt } from '../../src/lib/server/authorization/callback.ts';
import { deauthorize } from '../../src/lib/server/deletion/deauthorize.ts';
import { disconnect } from '../../src/lib/server/connections/disconnect.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { Instance } from './instance.ts';
import { BASIC, type Meta } from './meta.ts';

/** Whoever did not get through tries again so much later. */
export const TRIES_AGAIN = hours(3);

/** Goes to Meta and back as a browser does. @throws what the callback throws */
export async function connect(
	{ db, authorization }: Instance,
	meta: Meta,
	{
		account,
		earlier,
		creatorId
	}: { account: number; earlier?: Connection; creatorId: string | null }
): Promise<void> {
	const half = await startAttempt(
		db,
		{
			provider: 'instagram',
			sessionHash: null,
			creatorId,
			mayClaim: creatorId === null,
			connectionId: earlier?.id ?? null,
			scopes: [BASIC],
			askAgain: null,
			invitationHash: null,
			confirms: null,
			network: null
		},
		authorization.realNow()
	);
	await finishAttempt(authorization, {
		provider: 'instagram',
		answer: { kind: 'code', code: meta.consent(account), state: stateOf(half.secret) },
		secretFor: (id) => (id === half.id ? half.secret : null),
		pastedBy: null,
		address: null
	});
}

/** A creator's own disconnect. */
export const leave = (
	{ db, vault, clock, authorization }: Instance,
	meta: Meta,
	connection: Connection
) =>
	disconnect(
		{ db, vault, clock, provider: meta.provider, address: null, tell: authorization.tell },
		connection
	);

/** Meta's signed call after somebody removed the app there. */
export const tellRemoved = (
	{ db, clock, authorization }: Instance,
	connection: Connection,
	signed: { signature: Buffer; issuedAt: number }
) =>
	deauthorize(
		{ db, clock, address: null, tell: authorization.tell },
		{ userId: connection.appScopedId, ...signed }
	);
