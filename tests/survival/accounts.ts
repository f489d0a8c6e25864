import { startAttempt, stateOf } from '../../src/lib/server/authorization/attempts.ts';
import { finishAttempt } from '../../src/lib/server/authorization/callback.ts';
import { deauthorize } from '../../src/lib/server/deletion/deauthorize.ts';
import { disconnect } from '../../src/lib/server/connections/disconnect.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import { basicScopes } from '../../src/lib/server/meta/scopes.ts';
import type { Instance } from './instance.ts';
import type { Meta } from './meta.ts';

/** Of a creator who is signed in. */
const SESSION = 'a session of the world';

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
	const provider = meta.isByFacebook(account) ? 'facebook' : 'instagram';
	const half = await startAttempt(
		db,
		{
			provider,
			// Facebook Login takes a consent without one for a sign-in alone.
			sessionHash: creatorId === null ? null : SESSION,
			creatorId,
			mayClaim: creatorId === null,
			connectionId: earlier?.id ?? null,
			scopes: basicScopes(provider),
			askAgain: null,
			invitationHash: null,
			confirms: null,
			network: null
		},
		authorization.realNow()
	);
	await finishAttempt(authorization, {
		provider,
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
		{
			db,
			vault,
			clock,
			provider: meta.providers[connection.provider],
			address: null,
			tell: authorization.tell
		},
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
