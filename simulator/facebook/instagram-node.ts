import type { Field } from '../field-expansion.ts';
import { accountReaders } from '../graph/account-fields.ts';
import { businessDiscovery } from '../graph/business-discovery.ts';
import { mentionedCommentField, mentionedMediaField } from '../graph/mentions.ts';
import { type Account, olderIds } from '../instagram/accounts.ts';
import type { NodeAnswer } from '../node.ts';
import { mayNot } from './errors.ts';
import { readNode, type Reading } from './node.ts';
import { facebookViewer } from './viewer.ts';

/** The IG User node: its `id` is what Instagram Login calls `user_id` (Meta, IG User). */
export function instagramNode(
	reading: Reading,
	account: Account,
	asked: Field[] | null
): NodeAnswer | Response {
	const viewer = facebookViewer(reading);
	return readNode(
		'IGUser',
		{
			...accountReaders(viewer, account),
			business_discovery: (field) => businessDiscovery(viewer, field),
			mentioned_media: (field) => mentionedMediaField(viewer, account, field),
			mentioned_comment: (field) => mentionedCommentField(viewer, account, field),
			id: () => account.userId,
			ig_id: () => olderIds(account).igId,
			legacy_instagram_user_id: () => olderIds(account).legacyId,
			has_profile_pic: () => account.picture !== null,
			is_published: () => true,
			// Only with a permission that no app here has.
			shopping_product_tag_eligibility: () => mayNot()
		},
		asked,
		['id']
	);
}
