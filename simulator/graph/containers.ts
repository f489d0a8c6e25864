import type { MediaType, ProductType } from './media.ts';

/** "Expires in 24 hours" (Meta, IG Container). */
export const CONTAINER_LIFE_MS = 86_400_000;

export const STATUS_CODES = ['IN_PROGRESS', 'FINISHED', 'PUBLISHED', 'ERROR', 'EXPIRED'] as const;
export type StatusCode = (typeof STATUS_CODES)[number];

/** What went wrong with a container, as its `status` tells it. */
export type ContainerError = { subcode: number; message: string };

/** What a post becomes before it is published (Meta, IG Container). */
export type Container = {
	id: string;
	username: string;
	clientId: string;
	mediaType: MediaType;
	productType: ProductType;
	caption: string | null;
	altText: string | null;
	isCarouselItem: boolean;
	isSharedToFeed: boolean;
	children: Container[];
	bytes: Uint8Array<ArrayBuffer> | null;
	size: [width: number, height: number];
	createdAt: number;
	/** From when on it can be published. */
	readyAt: number;
	error: ContainerError | null;
	/** The post that it became. */
	mediaId: string | null;
};

/** The state of a container at a time: it ripens by the clock, and ends after a day. */
export function statusOf(container: Container, now: number): StatusCode {
	if (container.mediaId !== null) return 'PUBLISHED';
	if (now - container.createdAt >= CONTAINER_LIFE_MS) return 'EXPIRED';
	if (now < container.readyAt) return 'IN_PROGRESS';
	return container.error ? 'ERROR' : 'FINISHED';
}

/** Meta's words in the field `status`. */
export function statusText(container: Container, now: number): string {
	switch (statusOf(container, now)) {
		case 'PUBLISHED':
			return 'Published: Media has been successfully published.';
		case 'EXPIRED':
			return 'Expired: Media was not published within 24 hours.';
		case 'IN_PROGRESS':
			return 'In Progress: Media is still being processed.';
		case 'FINISHED':
			return 'Finished: Media has been uploaded and it is ready to be published.';
		case 'ERROR':
			return `Error: ${container.error?.message} ${container.error?.subcode}`;
	}
}

/** All containers, and when posts were published, for the quota. */
export function createContainers() {
	const containers = new Map<string, Container>();
	const published: { username: string; at: number }[] = [];
	return {
		add(container: Container): Container {
			containers.set(container.id, container);
			return container;
		},
		find: (id: string) => containers.get(id),
		/** How many an account has made since a time. */
		madeSince: (username: string, since: number) =>
			[...containers.values()].filter(
				(container) => container.username === username && container.createdAt > since
			).length,
		notePublished(username: string, at: number) {
			published.push({ username, at });
		},
		/** How many posts an account has published since a time. */
		publishedSince: (username: string, since: number) =>
			published.filter((one) => one.username === username && one.at > since).length,
		all: () => [...containers.values()]
	};
}
