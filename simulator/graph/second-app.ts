import type { Account } from '../instagram/accounts.ts';
import { createMedia, type Media } from './media.ts';
import { contentOf, switchesOf, type Viewer } from './viewer.ts';

/** Another app that posts for the same accounts: what it posts must not be taken for one's own. */
export const SECOND_APP = 'second-app';

/** By switch the second app posts whenever a post is published: in the same second, of the same kind. */
export function postDecoy(viewer: Viewer, account: Account, media: Media): void {
	const { secondApp } = switchesOf(viewer);
	if (secondApp === 'silent') return;
	const content = contentOf(viewer);
	content.add(
		createMedia({
			seed: content.nextSeed('decoy'),
			username: account.username,
			clientId: SECOND_APP,
			at: media.at,
			mediaType: media.mediaType === 'CAROUSEL_ALBUM' ? 'IMAGE' : media.mediaType,
			productType: media.productType,
			caption: secondApp === 'same_caption' ? media.caption : 'Posted by another app'
		})
	);
}
