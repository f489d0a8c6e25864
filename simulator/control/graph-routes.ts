import type { Context, Hono } from 'hono';
import type { World } from '../world.ts';
import { addComment, addMedia, changeMedia, removeMedia } from './graph-actions.ts';
import { describeContent } from './graph-state.ts';
import type { Fields } from './input.ts';
import { setWebhook } from './webhooks.ts';

/** What accounts have posted and what apps hear of it, added to the routes of the control. */
export function addGraphRoutes(
	routes: Hono,
	world: World,
	fields: (c: Context) => Promise<Fields>
): void {
	routes.get('/content/:username', (c) => c.json(describeContent(world, c.req.param('username'))));
	routes.post('/media', async (c) => c.json(addMedia(world, await fields(c))));
	routes.post('/media/:id', async (c) =>
		c.json(changeMedia(world, c.req.param('id'), await fields(c)))
	);
	routes.delete('/media/:id', (c) => c.json(removeMedia(world, c.req.param('id'))));
	routes.post('/comments', async (c) => c.json(addComment(world, await fields(c))));
	const webhooks = () => ({
		webhooks: world.webhooks.all(),
		deliveries: world.webhooks.deliveries()
	});
	routes.get('/webhooks', (c) => c.json(webhooks()));
	routes.post('/webhooks', async (c) => c.json(await setWebhook(world, await fields(c))));
	routes.delete('/webhooks', (c) => {
		world.webhooks.clear();
		return c.json(webhooks());
	});
}
