import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Choice } from './facebook-arrival.ts';

/** One account that can be chosen, as the page shows it; no token in it. */
export type ChoiceView = {
	accountId: string;
	username: string;
	name: string | null;
	pageName: string;
	/** `disconnected`: only "Connect again" on its card brings it back, at this address. */
	state: 'new' | 'connected' | 'disconnected';
	connectAgainHref: string | null;
};

/** The accounts of a waiting consent beside what this creator has already. */
export async function choiceViews(
	db: Kysely<Schema>,
	creatorId: string | null,
	choices: Choice[]
): Promise<ChoiceView[]> {
	const own = creatorId
		? await db
				.selectFrom('connections')
				.select(['id', 'account_id', 'disconnected_at'])
				.where('creator_id', '=', creatorId)
				.where('provider', '=', 'facebook')
				.execute()
		: [];
	return choices.map(({ profile, pageName }) => {
		const has = own.find(({ account_id }) => account_id === profile.accountId);
		const isDisconnected = has !== undefined && has.disconnected_at !== null;
		return {
			accountId: profile.accountId,
			username: profile.username,
			name: profile.name,
			pageName,
			state: !has ? 'new' : isDisconnected ? 'disconnected' : 'connected',
			connectAgainHref: isDisconnected ? `/auth/facebook/login?connection=${has.id}` : null
		};
	});
}
