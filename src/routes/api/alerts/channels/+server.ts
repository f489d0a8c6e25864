import * as z from 'zod';
import { addChannel } from '$lib/server/alerts/add-channel.ts';
import { isAlertType } from '$lib/server/alerts/events.ts';
import { getApp } from '$lib/server/app.ts';
import { AppError } from '$lib/server/errors.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import { readJson } from '$lib/server/http/read-json.ts';
import type { AlertType } from '$lib/view.ts';
import type { RequestHandler } from './$types';

const TYPED = z.object({
	kind: z.enum(['mail', 'ntfy', 'webhook']),
	address: z.string(),
	token: z
		.string()
		.nullish()
		.transform((token) => token ?? null),
	types: z
		.array(z.custom<AlertType>((type) => typeof type === 'string' && isAlertType(type)))
		.nullish()
		.transform((types) => types ?? null)
});

/** Adds a channel: `{ channel, secret? }`, the secret of a webhook this once. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const { creatorId } = signedIn(event);
		const typed = TYPED.safeParse(await readJson(event));
		if (!typed.success) {
			throw new AppError(
				'invalid_request',
				'A channel has a kind (mail, ntfy or webhook), an address, and known types.'
			);
		}
		const { channel, secret } = await addChannel(getApp().alerts.channels, creatorId, typed.data);
		const made = secret === null ? { channel } : { channel, secret };
		return Response.json(made, { status: 201 });
	});
