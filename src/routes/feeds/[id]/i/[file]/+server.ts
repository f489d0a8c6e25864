import { getApp } from '$lib/server/app.ts';
import { readPicture } from '$lib/server/content/media-folder.ts';
import { notFound } from '$lib/server/errors.ts';
import { ownFeed } from '$lib/server/feed/find.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** A kept picture for the creator's own pages: hidden and off count for visitors only. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, settings } = getApp();
		const { id, file } = event.params;
		const feed = await ownFeed(db, signedIn(event).creatorId, id);
		const bytes = await readPicture(settings.dataDir, feed.connectionId, file);
		if (!bytes) throw notFound();
		return new Response(bytes, {
			headers: {
				'content-type': file.endsWith('.webp') ? 'image/webp' : 'image/jpeg',
				// Its name is made of its bytes.
				etag: `"${file}"`,
				'cache-control': 'private, max-age=31536000, immutable',
				'content-security-policy': "default-src 'none'; sandbox"
			}
		});
	});
