import type { Transaction } from 'kysely';
import { loginsThat, type ProviderId } from '../../logins.ts';
import type { ConsentedAccount } from '../connections/connect.ts';
import type { Attempt, Connection, Schema } from '../database/schema.ts';
import { ConnectProblem } from '../problems/connect-problem.ts';
import { unknownState } from './attempts.ts';

// Why an account that came back from Meta is not connected. Asked inside the saving transaction.

/**
 * An attempt as it stands now: a disconnect while Meta was asking has ended it.
 * @throws ConnectProblem was_disconnected; AppError state_unknown: its card is gone, and it with it
 */
export async function attemptNow(trx: Transaction<Schema>, id: string): Promise<Attempt> {
	const attempt = await trx
		.selectFrom('attempts')
		.selectAll()
		.where('id', '=', id)
		.executeTakeFirst();
	if (!attempt) throw unknownState();
	if (attempt.problem !== null) throw wasDisconnected(null, attempt.connectionId);
	return attempt;
}

/** A reconnect is bound to its account. @throws ConnectProblem other_account, with both names */
export async function refuseOtherAccount(
	trx: Transaction<Schema>,
	attempt: Attempt,
	account: ConsentedAccount
) {
	if (!attempt.connectionId) return;
	const wanted = await trx
		.selectFrom('connections')
		.select(['accountId', 'username'])
		.where('id', '=', attempt.connectionId)
		.executeTakeFirst();
	if (!wanted || wanted.accountId === account.profile.accountId) return;
	throw otherAccount(wanted.username, [account.profile.username]);
}

export const otherAccount = (expected: string, arrived: string[]) =>
	new ConnectProblem(
		'other_account',
		'Another account came back than the one to reconnect.',
		// One name is told; of several, no one stands for all.
		{ expected, arrived: arrived.length === 1 ? (arrived[0] ?? null) : null }
	);

/** The logins whose identity is the account itself. */
const SIGN_IN_AS_ACCOUNT = loginsThat(({ brings }) => brings === 'one account');

/**
 * An account belongs to one creator, whichever login it came by; and so does who consented.
 * @throws ConnectProblem account_taken
 */
export async function refuseTaken(
	trx: Transaction<Schema>,
	provider: ProviderId,
	{ profile: { accountId, username }, identity }: ConsentedAccount,
	creatorId: string
) {
	const connected = await trx
		.selectFrom('connections')
		.select('id')
		.where('accountId', '=', accountId)
		.where('creatorId', '!=', creatorId)
		.executeTakeFirst();
	const signsIn = await trx
		.selectFrom('identities')
		.select('creatorId')
		.where((eb) =>
			eb.or([
				eb.and([eb('provider', 'in', SIGN_IN_AS_ACCOUNT), eb('accountId', '=', accountId)]),
				eb.and([eb('provider', '=', provider), eb('accountId', '=', identity.accountId)])
			])
		)
		.where('creatorId', '!=', creatorId)
		.executeTakeFirst();
	if (!connected && !signsIn) return;
	throw new ConnectProblem('account_taken', 'Another creator here has this account.', {
		arrived: username
	});
}

/**
 * Only a click on "Connect again" undoes a disconnect: it names the connection.
 * @throws ConnectProblem was_disconnected
 */
export function refuseUndoing(attempt: Attempt, earlier: Connection | undefined) {
	if (!earlier?.disconnectedAt || attempt.connectionId === earlier.id) return;
	throw wasDisconnected(earlier.username, earlier.id);
}

const wasDisconnected = (arrived: string | null, connectionId: string | null) =>
	new ConnectProblem('was_disconnected', 'You disconnected this account here.', {
		arrived,
		connectionId
	});
