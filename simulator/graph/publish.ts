import type { Account } from '../instagram/accounts.ts';
import { jsonResponse } from '../meta-json.ts';
import { type Container, statusOf } from './containers.ts';
import { missingParameter, refusal } from './errors.ts';
import { contentId } from './ids.ts';
import { createMedia, type Media } from './media.ts';
import { idOf } from './plain-values.ts';
import { isQuotaUsedUp } from './publish-limit.ts';
import { postDecoy } from './second-app.ts';
import { contentOf, nowOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

/** Rows of Meta's table of errors for `media_publish`. */
const ERRORS = {
	notReady: {
		code: 9007,
		subcode: 2_207_027,
		message: 'Media ID is not available',
		userTitle: 'The media is not ready for publishing',
		userMessage: 'The media is not ready for publishing, please wait for a moment'
	},
	missing: {
		code: 24,
		subcode: 2_207_006,
		message: 'The requested resource does not exist',
		userTitle: 'Media not found',
		userMessage: 'The media that you are trying to access could not be found.'
	},
	expired: {
		code: 24,
		subcode: 2_207_008,
		message: 'Media builder with creation id does not exist or has been expired',
		userTitle: 'Media builder expired',
		userMessage: 'The container is older than 24 hours, or was published already.'
	},
	failed: {
		code: -1,
		subcode: 2_207_053,
		message: 'An unknown error occurred',
		userTitle: 'Upload failed',
		userMessage: 'The upload of the media has failed.'
	},
	quota: {
		code: 9,
		subcode: 2_207_042,
		message: 'Application request limit reached',
		userTitle: 'The app user reached the maximum number of posts',
		userMessage: 'You reached the maximum number of posts that can be published by the API.'
	}
} as const;

const failure = (viewer: Viewer, name: keyof typeof ERRORS) =>
	refusal(viewer, {
		...ERRORS[name],
		type: 'OAuthException',
		isTransient: false,
		status: name === 'quota' ? 403 : 400
	});

/** `POST /{ig}/media_publish`: in one step, so that of two at once one is the first. */
export function publish(
	viewer: Viewer,
	account: Account,
	parameters: Map<string, string>
): Response {
	const closed = refusalWithout(viewer, 'publish');
	if (closed) return closed;
	const id = parameters.get('creation_id') ?? '';
	if (!id) return missingParameter(viewer, 'creation_id');
	const content = contentOf(viewer);
	const container = content.containers.find(id);
	if (!container || container.username !== account.username) return failure(viewer, 'missing');
	if (container.clientId !== viewer.clientId || container.isCarouselItem)
		return failure(viewer, 'missing');
	const now = nowOf(viewer);
	switch (statusOf(container, now)) {
		case 'IN_PROGRESS':
			return failure(viewer, 'notReady');
		case 'ERROR':
			return failure(viewer, 'failed');
		case 'EXPIRED':
			return failure(viewer, 'expired');
		case 'PUBLISHED':
			if (switchesOf(viewer).secondPublish === 'refused') return failure(viewer, 'expired');
	}
	if (isQuotaUsedUp(viewer, account)) return failure(viewer, 'quota');
	const media = content.add(mediaOf(container, content.nextSeed('published'), now));
	container.mediaId = media.id;
	content.containers.notePublished(account.username, now);
	postDecoy(viewer, account, media);
	return jsonResponse({ id: idOf(viewer, media.id) });
}

/** The post that a container becomes. */
function mediaOf(container: Container, seed: string, now: number): Media {
	const at = Math.trunc(now / 1000) * 1000;
	const id = contentId('media', seed);
	const children = container.children.map((child, index) => ({
		...mediaOf(child, `${seed} child ${index}`, now),
		parentId: id
	}));
	return createMedia({
		seed,
		id,
		at,
		children,
		username: container.username,
		clientId: container.clientId,
		mediaType: container.mediaType,
		productType: container.productType,
		caption: container.caption,
		altText: container.altText,
		isSharedToFeed: container.isSharedToFeed,
		audioType: container.mediaType === 'VIDEO' ? 'ORIGINAL_SOUND' : null,
		bytes: container.bytes,
		size: container.size
	});
}
