import type { Field } from '../field-expansion.ts';
import { type Account, olderIds } from '../instagram/accounts.ts';
import { pictureAddress } from '../instagram/pictures.ts';
import type { NodeAnswer } from '../node.ts';
import { mayNot } from './errors.ts';
import { readNode, type Reading } from './node.ts';

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
			ig_id: () => olderIds(account).igId,
			legacy_instagram_user_id: () => olderIds(account).legacyId,
			username: () => account.username,
			name: () => account.name,
			has_profile_pic: () => account.picture !== null,
			profile_picture_url: () => pictureAddress(visit, account),
			followers_count: () => account.followersCount,
			follows_count: () => account.followsCount,
			media_count: () => account.mediaCount,
			biography: () => account.biography,
			website: () => account.website,
			is_published: () => true,
			// Only with a permission that no app here has.
			shopping_product_tag_eligibility: () => mayNot()
		},
		asked,
		['id']
	);
}
