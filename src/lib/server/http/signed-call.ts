import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { mayBeSigned, NotMetas, readSignedForm } from '../deletion/signed-form.ts';
import type { SignedRequest } from '../meta/signed-request.ts';
import { answer, readForm } from './answer.ts';

/** Answers a call of Meta's own in JSON, once its signature is checked; all others are 403. */
export async function answerMeta(
	event: RequestEvent,
	app: App,
	act: (app: App, request: SignedRequest) => Promise<object>
): Promise<Response> {
	const form = mayBeSigned(app.settings) ? await readForm(event) : new FormData();
	return answer(event, async () => {
		try {
			const request = readSignedForm(form, app.settings, app.clock.now());
			return Response.json(await act(app, request));
		} catch (error) {
			if (error instanceof NotMetas) {
				const { requestId } = event.locals;
				app.log.warn({ requestId, route: event.route.id, why: error.why }, 'not signed by Meta');
			}
			throw error;
		}
	});
}
