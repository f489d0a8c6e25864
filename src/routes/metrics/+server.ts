import { getApp } from '$lib/server/app.ts';
import { notFound } from '$lib/server/errors.ts';
import { page } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** Figures for Prometheus; without METRICS_TOKEN there is no such address. */
export const GET: RequestHandler = (event) =>
	page(event, async () => {
		const { metrics } = getApp();
		if (!metrics) throw notFound();
		if (!metrics.admits(event.request.headers.get('authorization'))) {
			// RFC 6750, section 3.
			const headers = { ...PLAIN, 'www-authenticate': 'Bearer' };
			return new Response('Send METRICS_TOKEN as a Bearer token.\n', { status: 401, headers });
		}
		const { text, type } = await metrics.read();
		return new Response(text, { headers: { 'content-type': type } });
	});
