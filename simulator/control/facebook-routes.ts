import type { Context, Hono } from 'hono';
import type { World } from '../world.ts';
import { demandPerson, killPerson, putFacebookApp, putPerson } from './facebook-actions.ts';
import { grantFacebookCode, grantFacebookToken } from './facebook-grants.ts';
import type { Fields } from './input.ts';

/** `/_control/facebook/…`, added to the routes of the control. */
export function addFacebookRoutes(
	routes: Hono,
	world: World,
	fields: (c: Context) => Promise<Fields>,
	state: () => object
): void {
	routes.post('/facebook/apps', async (c) => {
		putFacebookApp(world, await fields(c));
		return c.json(state());
	});
	routes.post('/facebook/people', async (c) => {
		putPerson(world, await fields(c));
		return c.json(state());
	});
	routes.post('/facebook/people/:username/kill', async (c) => {
		killPerson(world, c.req.param('username'), await fields(c));
		return c.json(state());
	});
	routes.post('/facebook/people/:username/restore', (c) => {
		demandPerson(world, c.req.param('username'));
		world.facebook.restore(c.req.param('username'));
		return c.json(state());
	});
	routes.post('/facebook/code', async (c) => c.json(grantFacebookCode(world, await fields(c))));
	routes.post('/facebook/token', async (c) => c.json(grantFacebookToken(world, await fields(c))));
}
