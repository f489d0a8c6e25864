import { audit } from '../audit/audit-log.ts';
import { refuseTaken } from '../authorization/account-check.ts';
import {
	type ConnectDeps,
	type ConsentedAccount,
	keepConsent,
	type Kept
} from '../connections/connect.ts';
import { findByAccount } from '../connections/store.ts';
import { claimInstance } from '../creators/claim.ts';
import { addCreator, addIdentity, ownerId } from '../creators/creator.ts';
import type { Profile } from '../meta/provider.ts';
import { basicScopes } from '../meta/scopes.ts';

export type Imported = Kept & { creatorId: string; isClaim: boolean };

/**
 * Stores a token that came without OAuth as a connection of the owner; on an unclaimed instance its
 * account becomes the owner's. Neither its end nor its permissions are known. At this machine's
 * terminal it is its operator who speaks, so that a disconnected account comes back.
 * @throws ConnectProblem account_taken
 */
export const keepImported = (
	deps: ConnectDeps,
	accessToken: string,
	profile: Profile
): Promise<Imported> =>
	deps.db.transaction().execute(async (trx) => {
		const now = deps.clock.now();
		const provider = deps.provider.id;
		const owner = await ownerId(trx);
		const creatorId = owner ?? (await addCreator(trx, now));
		if (owner === null) {
			await claimInstance(trx, creatorId, now);
			await addIdentity(trx, creatorId, { provider, ...profile }, now);
			await audit(trx, {
				kind: 'claimed',
				at: now,
				creatorId,
				detail: { username: profile.username, by: 'import-token' }
			});
		}
		const account: ConsentedAccount = {
			accessToken,
			expiresIn: null,
			permissions: null,
			profile,
			userTokenExpiresAt: null,
			dataAccessExpiresAt: null,
			identity: profile
		};
		await refuseTaken(trx, provider, account, creatorId);
		const earlier = await findByAccount(trx, provider, profile.accountId);
		const asked = { scopes: JSON.stringify(basicScopes('instagram')) };
		const kept = await keepConsent(trx, deps, asked, account, { creatorId, earlier });
		return { ...kept, creatorId, isClaim: owner === null };
	});
