import { getApp } from '$lib/server/app.ts';
import { notFound } from '$lib/server/errors.ts';
import { answer } from '$lib/server/http/answer.ts';
import { ownConnection } from '$lib/server/http/connection-param.ts';
import type { RequestHandler } from './$types';

/** Our own copy of the account's picture. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const connection = await ownConnection(event, app);
		const bytes = connection.pictureType && (await app.pictures.read(connection.id));
		if (!connection.pictureType || !bytes) throw notFound();
		return new Response(new Uint8Array(bytes), {
			headers: {
				'content-type': connection.pictureType,
				'content-security-policy': "default-src 'none'; sandbox"
			}
		});
	});
