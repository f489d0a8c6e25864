import type { Field } from '../field-expansion.ts';
import type { Account } from '../instagram/accounts.ts';
import { pictureAddress } from '../instagram/pictures.ts';
import { type NodeAnswer, readNode, type Reading } from './node.ts';

/** The IG User node: its `id` is what Instagram Login calls `user_id` (Meta, IG User). */
export function instagramNode(
	{ visit }: Reading,
	account: Account,
	asked: Field[] | null
): NodeAnswer | Response {
	return readNode(
		'IGUser',
		{
			id: () => account.userId,
			username: () => account.username,
			name: () => account.name,
			profile_picture_url: () => pictureAddress(visit, account),
			followers_count: () => account.followersCount,
			follows_count: () => account.followsCount,
			media_count: () => account.mediaCount,
			biography: () => account.biography,
			website: () => account.website
		},
		asked,
		['id']
	);
}
