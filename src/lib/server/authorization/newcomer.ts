import type { Transaction } from 'kysely';
import { audit, type AuditKind } from '../audit/audit-log.ts';
import type { ConnectDeps, ConsentedAccount, Kept } from '../connections/connect.ts';
import { claimInstance } from '../creators/claim.ts';
import { addCreator, addIdentity, creatorOfIdentity } from '../creators/creator.ts';
import { spendInvitation } from '../creators/invitations.ts';
import type { Attempt, Schema } from '../database/schema.ts';
import { tellNobody } from '../tell.ts';
import { attemptNow } from './account-check.ts';
import { keepAll } from './keep-accounts.ts';

type Identity = ConsentedAccount['identity'];
type Newcomer = { creatorId: string; kept: Kept[] };
/** What lets a newcomer in; `take` uses it up, and is false for who comes too late. */
type Right = {
	kind: AuditKind;
	take: (trx: Transaction<Schema>, creatorId: string, now: number) => Promise<boolean>;
};

/**
 * Makes who consented the owner of an unclaimed instance, and connects the accounts.
 * @returns null when somebody else claimed it in the meantime: nothing was stored
 */
export const claimWith = (
	deps: ConnectDeps,
	attempt: Attempt,
	accounts: ConsentedAccount[],
	identity: Identity
) => admit(deps, attempt, accounts, identity, { kind: 'claimed', take: claimInstance });

/**
 * Makes who consented a creator by invitation, and connects the accounts: the invitation is spent
 * with that or not at all.
 * @returns null when the invitation has ended, or this identity has its creator already
 */
export const acceptWith = (
	deps: ConnectDeps,
	attempt: Attempt,
	accounts: ConsentedAccount[],
	identity: Identity
) =>
	admit(deps, attempt, accounts, identity, {
		kind: 'invitation_accepted',
		take: async (trx) => {
			const account = { provider: deps.provider.id, accountId: identity.accountId };
			if ((await creatorOfIdentity(trx, account)) !== null) return false;
			return spendInvitation(trx, attempt.invitationHash ?? '', deps.clock.now());
		}
	});

const admit = (
	deps: ConnectDeps,
	attempt: Attempt,
	accounts: ConsentedAccount[],
	{ accountId, username }: Identity,
	right: Right
): Promise<Newcomer | null> =>
	deps.db
		.transaction()
		.execute(async (trx) => {
			const now = deps.clock.now();
			const creatorId = await addCreator(trx, now);
			if (!(await right.take(trx, creatorId, now))) throw new TooLate();
			await addIdentity(trx, creatorId, { provider: deps.provider.id, accountId, username }, now);
			await audit(trx, {
				kind: right.kind,
				at: now,
				creatorId,
				detail: { username },
				address: deps.address
			});
			if (right.kind === 'invitation_accepted') {
				await (deps.tell ?? tellNobody)(trx, { what: 'invitation accepted' });
			}
			const current = await attemptNow(trx, attempt.id);
			const kept = await keepAll(trx, deps, current, accounts, creatorId);
			return { creatorId, kept };
		})
		.catch((error: unknown) => {
			if (error instanceof TooLate) return null;
			throw error;
		});

class TooLate extends Error {}
