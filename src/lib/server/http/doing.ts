import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import type { Doing } from '../keys/store.ts';
import { clientAddress } from './answer.ts';

/** Who does something with keys in a browser, and when: for their store. */
export const doingIn = (event: RequestEvent, { clock }: Pick<App, 'clock'>): Doing => ({
	now: Date.now(),
	at: clock.now(),
	address: clientAddress(event)
});
