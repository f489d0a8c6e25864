import { getApp } from '$lib/server/app.ts';
import { deauthorize } from '$lib/server/deletion/deauthorize.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { answerMeta } from '$lib/server/http/signed-call.ts';
import type { RequestHandler } from './$types';

// Meta's dashboard may add a slash, and not everything that posts follows a 308.
export const trailingSlash = 'ignore';

/** Meta, "Deauthorize Callback": somebody removed the app. */
export const POST: RequestHandler = (event) =>
	answerMeta(event, getApp(), async (app, request) => {
		await deauthorize({ ...app, address: clientAddress(event) }, request);
		return {};
	});
