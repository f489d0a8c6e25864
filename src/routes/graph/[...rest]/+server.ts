import type { RequestHandler } from './$types';
import { callOf } from '$lib/server/http/program-call.ts';
import { answerProgram } from '$lib/server/http/programs.ts';
import { getApp } from '$lib/server/app.ts';

/** What programs ask of Meta's Graph. */
export const fallback: RequestHandler = (event) =>
	answerProgram(event, async () => {
		const { status, headers, body } = await getApp().relay.answer(await callOf(event));
		return new Response(status === 204 ? null : Buffer.from(body), {
			status,
			headers: {
				...headers,
				'mooring-request-id': event.locals.requestId,
				vary: 'Authorization'
			}
		});
	});
