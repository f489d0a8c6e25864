import type { Account } from '../instagram/accounts.ts';
import { jsonResponse } from '../meta-json.ts';
import { type ContainerRequest, readContainerRequest } from './container-parameters.ts';
import { type Container, CONTAINER_LIFE_MS, statusOf } from './containers.ts';
import { refusal } from './errors.ts';
import { fetchMedia } from './fetcher.ts';
import { contentId } from './ids.ts';
import { checkImage, MOST_IMAGE_BYTES, MOST_VIDEO_BYTES, problemOfVideo } from './media-checks.ts';
import { idOf } from './plain-values.ts';
import { contentOf, nowOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

/** `POST /{ig}/media`: pictures are fetched at once, films while the container ripens. */
export async function createContainer(
	viewer: Viewer,
	account: Account,
	parameters: Map<string, string>
): Promise<Response> {
	const closed = refusalWithout(viewer, 'publish');
	if (closed) return closed;
	const request = readContainerRequest(viewer, parameters);
	if (request instanceof Response) return request;
	const { containers } = contentOf(viewer);
	// "400 containers within a rolling 24 hour period" (Meta, content publishing).
	const { containerQuota } = switchesOf(viewer);
	const now = nowOf(viewer);
	if (containers.madeSince(account.username, now - CONTAINER_LIFE_MS) >= containerQuota)
		return refusal(viewer, {
			message: 'Application request limit reached',
			type: 'OAuthException',
			code: 4,
			subcode: 2_207_051,
			isTransient: false
		});
	const container = await built(viewer, account, request, now);
	if (container instanceof Response) return container;
	containers.add(container);
	const uri = `https://rupload.facebook.com/ig-api-upload/v25.0/${container.id}`;
	return jsonResponse({
		id: idOf(viewer, container.id),
		...(request.isResumable ? { uri } : {})
	});
}

async function built(
	viewer: Viewer,
	account: Account,
	request: ContainerRequest,
	now: number
): Promise<Container | Response> {
	const { imageSeconds, videoSeconds } = switchesOf(viewer);
	const content = contentOf(viewer);
	const isVideo = request.mediaType === 'VIDEO';
	const container: Container = {
		id: contentId('container', content.nextSeed('container')),
		username: account.username,
		clientId: viewer.clientId,
		mediaType: request.mediaType,
		productType: request.productType,
		caption: request.isCarouselItem ? null : request.caption,
		altText: request.altText,
		isCarouselItem: request.isCarouselItem,
		isSharedToFeed: request.isSharedToFeed,
		children: [],
		bytes: null,
		size: isVideo ? [360, 640] : [640, 640],
		createdAt: now,
		readyAt: now + (isVideo ? videoSeconds : imageSeconds) * 1000,
		error: null,
		mediaId: null
	};
	if (request.childIds.length) return withChildren(viewer, container, request.childIds);
	if (request.address === null || switchesOf(viewer).fetcher === 'trusting') return container;
	if (isVideo) {
		container.error = problemOfVideo(await fetchMedia(request.address, MOST_VIDEO_BYTES));
		if (request.coverAddress === null) return container;
		const cover = checkImage(await fetchMedia(request.coverAddress, MOST_IMAGE_BYTES), true);
		if ('error' in cover) return refusal(viewer, cover.error);
		return { ...container, bytes: content.shared(cover.bytes) };
	}
	const checked = checkImage(
		await fetchMedia(request.address, MOST_IMAGE_BYTES),
		request.productType === 'STORY'
	);
	if ('error' in checked) return refusal(viewer, checked.error);
	return { ...container, bytes: content.shared(checked.bytes), size: checked.size };
}

/** A carousel, from containers of the same account that were made for one. */
function withChildren(viewer: Viewer, container: Container, ids: string[]): Container | Response {
	const { containers } = contentOf(viewer);
	const children: Container[] = [];
	for (const id of ids) {
		const child = containers.find(id);
		const isUsable =
			child?.isCarouselItem &&
			child.username === container.username &&
			child.clientId === container.clientId &&
			!/^(ERROR|EXPIRED)$/.test(statusOf(child, container.createdAt));
		if (!child || !isUsable)
			return refusal(viewer, {
				message: 'The carousel item could not be found, or is no carousel item',
				type: 'OAuthException',
				code: 24,
				subcode: 2_207_006
			});
		children.push(child);
	}
	const readyAt = Math.max(container.readyAt, ...children.map((child) => child.readyAt));
	return { ...container, children, readyAt, size: children[0]?.size ?? container.size };
}
