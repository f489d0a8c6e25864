import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import type { Doing as FeedDoing } from '../feed/make.ts';
import type { Doing } from '../keys/store.ts';
import { clientAddress, signedIn } from './answer.ts';

/** Who does something with keys in a browser, and when: for their store. */
export const doingIn = (event: RequestEvent, { clock }: Pick<App, 'clock'>): Doing => ({
	now: Date.now(),
	at: clock.now(),
	address: clientAddress(event)
});

/**
 * Who does something with feeds in a browser, and when: for their store.
 * @throws AppError not_signed_in
 */
export const doingFeed = (event: RequestEvent, { clock }: Pick<App, 'clock'>): FeedDoing => ({
	creatorId: signedIn(event).creatorId,
	at: clock.now(),
	address: clientAddress(event)
});
