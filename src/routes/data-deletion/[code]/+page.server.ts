import { getApp } from '$lib/server/app.ts';
import { deletionState } from '$lib/server/deletion/signed-requests.ts';
import { notFound } from '$lib/server/errors.ts';
import { page } from '$lib/server/http/answer.ts';
import type { PageServerLoad } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/** What came of a deletion that Meta asked for: done or pending, and nothing else. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const state = await deletionState(getApp().db, event.params.code);
		if (state === null) throw notFound();
		return { state };
	});
