import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

/** How far a call came: not seen yet, waiting for a connection, or its first byte went out. */
export type SentWatch = { stage: 'unseen' | 'waiting' | 'sent' };

const watched = new AsyncLocalStorage<SentWatch>();
const watchOf = new WeakMap<object, SentWatch>();
type Told = { request: { method: string } };

// Node's fetch tells nobody whether a request that failed had gone out, but its channels do
// (undici, "Diagnostics Channel"). A CONNECT opens a proxy's tunnel and carries no call.
subscribe('undici:request:create', (told) => {
	const { request } = told as Told;
	const watch = watched.getStore();
	if (watch === undefined || request.method === 'CONNECT') return;
	watch.stage = 'waiting';
	watchOf.set(request, watch);
});
subscribe('undici:client:sendHeaders', (told) => {
	const watch = watchOf.get((told as Told).request);
	if (watch !== undefined) watch.stage = 'sent';
});

/** Runs one fetch; `watch` then says how far it came. With a fetch of another make it stays unseen. */
export const watching = <T>(watch: SentWatch, run: () => Promise<T>): Promise<T> =>
	watched.run(watch, run);
