import { createHmac } from 'node:crypto';
import { stableId } from '../ids.ts';
import { metaJson } from '../meta-json.ts';
import type { World } from '../world.ts';
import type { Comment } from './comment.ts';
import type { Media } from './media.ts';
import type { Webhook } from './webhooks.ts';

const PATIENCE_MS = 10_000;

/** Tells every app about a new comment that subscribed to the comments of that account. */
export function commentPosted(world: World, comment: Comment, media: Media): void {
	if (world.switches.developmentMode) return;
	const owner = [...world.accounts.values()].find(({ username }) => username === media.username);
	if (!owner) return;
	const author =
		comment.username === owner.username
			? owner.userId
			: stableId('9', `author ${comment.username}`).slice(0, 16);
	const body = metaJson({
		object: 'instagram',
		entry: [
			{
				id: owner.userId,
				time: Math.trunc(world.clock.now() / 1000),
				changes: [
					{
						field: 'comments',
						value: {
							from: { id: author, username: comment.username },
							media: { id: media.id, media_product_type: media.productType },
							id: comment.id,
							...(comment.parentId === null ? {} : { parent_id: comment.parentId }),
							text: comment.text
						}
					}
				]
			}
		]
	});
	for (const hook of world.webhooks.all())
		if (isSubscribed(world, hook, media.username))
			for (let times = world.switches.webhooksTwice ? 2 : 1; times > 0; times -= 1)
				void deliver(world, hook, body);
}

function isSubscribed(world: World, { login, clientId }: Webhook, username: string): boolean {
	if (login === 'instagram')
		return world.subscriptions.get(`${clientId} ${username}`)?.includes('comments') ?? false;
	return [...world.facebook.people.values()]
		.flatMap(({ pages }) => pages)
		.some(
			(page) =>
				page.instagram === username && world.facebook.subscriptions.has(`${clientId} ${page.id}`)
		);
}

/** Posts a body, signed as it is sent (Meta, Webhooks: `X-Hub-Signature-256`). */
async function deliver(world: World, { login, clientId, url }: Webhook, body: string) {
	const apps = login === 'instagram' ? world.apps : world.facebook.apps;
	const secret = apps.get(clientId)?.clientSecret ?? '';
	const signed = (kind: 'sha1' | 'sha256') => createHmac(kind, secret).update(body).digest('hex');
	let status: number | null = null;
	try {
		const answer = await fetch(url, {
			method: 'POST',
			body,
			redirect: 'manual',
			signal: AbortSignal.timeout(PATIENCE_MS),
			headers: {
				'content-type': 'application/json',
				'x-hub-signature': `sha1=${signed('sha1')}`,
				'x-hub-signature-256': `sha256=${signed('sha256')}`
			}
		});
		status = answer.status;
		await answer.body?.cancel();
	} catch {
		// Nobody there: the delivery stands in the list without a status.
	}
	world.webhooks.note({ url, status, body });
}
