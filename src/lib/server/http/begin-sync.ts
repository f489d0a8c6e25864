import type { App } from '../app.ts';

/** Asks Meta for the posts of a feed at once, and waits for nothing: what comes of it is in its state. */
export const beginSync = (
	{ content, log }: Pick<App, 'content' | 'log'>,
	{ connectionId }: { connectionId: string }
) => {
	content.syncNow(connectionId).catch((error: unknown) => {
		log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a sync failed');
	});
};
