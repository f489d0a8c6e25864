import { getApp } from '$lib/server/app.ts';
import { deleteData } from '$lib/server/deletion/data-deletion.ts';
import { purgeDeleted } from '$lib/server/deletion/purge.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { answerMeta } from '$lib/server/http/signed-call.ts';
import type { RequestHandler } from './$types';

// Meta's dashboard may add a slash, and not everything that posts follows a 308.
export const trailingSlash = 'ignore';

/** Meta, "Data Deletion Request Callback": deletes, and says where it is told what came of it. */
export const POST: RequestHandler = (event) =>
	answerMeta(event, getApp(), async (app, request) => {
		const code = await deleteData({ ...app, address: clientAddress(event) }, request);
		// What is left on the disk is tried again later: Meta has its answer either way.
		await purgeDeleted(app, app.clock.now()).catch(event.locals.report);
		const url = new URL(`/data-deletion/${code}`, app.settings.origin).href;
		return { url, confirmation_code: code };
	});
