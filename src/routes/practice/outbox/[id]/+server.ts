import { outbox } from '$lib/server/alerts/outbox.ts';
import { getApp } from '$lib/server/app.ts';
import { notFound } from '$lib/server/errors.ts';
import { answer } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** As a mail program shows it: its own styles, no script, nothing from elsewhere, no part of our pages. */
const AS_A_MAIL =
	"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** The other part of a mail that would have been sent; there is none outside of practice. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, practice, settings } = getApp();
		const { session } = event.locals;
		if (!practice || !session) throw notFound();
		const messages = await outbox(db, session.creatorId, settings.origin);
		const html = messages.find(({ id }) => id === event.params.id)?.html;
		if (!html) throw notFound();
		return new Response(html, {
			headers: {
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': AS_A_MAIL
			}
		});
	});
