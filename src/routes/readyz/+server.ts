import { getApp } from '$lib/server/app.ts';
import { isReady } from '$lib/server/renewal/readiness.ts';

/** Ready to work: a writable database, the right key and a beating scheduler. Says nothing else. */
export const GET = async () => {
	const ready = await isReady(getApp());
	return new Response(ready ? 'ok\n' : 'not ready\n', {
		status: ready ? 200 : 503,
		headers: { 'content-type': 'text/plain' }
	});
};
