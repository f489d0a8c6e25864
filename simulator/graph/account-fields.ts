import type { Account } from '../instagram/accounts.ts';
import type { Readers } from '../node.ts';
import { accountInsights } from './account-insights.ts';
import { pictureAddress } from './addresses.ts';
import { inBraces, unlessEmpty } from './lists.ts';
import { mediaList, storyList } from './media-lists.ts';
import { isStory } from './media.ts';
import { contentOf, drawFor, type Viewer } from './viewer.ts';

/** How the fields of an account are read that both logins have (Meta, IG User). */
export const accountReaders = (viewer: Viewer, account: Account): Readers => ({
	username: () => account.username,
	name: () => account.name,
	profile_picture_url: () => pictureAddress(viewer.visit, account),
	followers_count: () => account.followersCount,
	follows_count: () => account.followsCount,
	media_count: () => account.mediaCount ?? postsOf(viewer, account),
	biography: () => account.biography,
	website: () => account.website,
	media: (field) => unlessEmpty(mediaList(viewer, account, inBraces(field))),
	stories: (field) => unlessEmpty(storyList(viewer, account, inBraces(field))),
	insights: ({ modifiers }) => accountInsights(viewer, account, modifiers)
});

function postsOf(viewer: Viewer, account: Account): number {
	drawFor(viewer, account);
	const posts = contentOf(viewer).of(account.username);
	return posts.filter((media) => !isStory(media) && !media.isArchived).length;
}
