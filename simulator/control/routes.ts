import { type Context, Hono } from 'hono';
import { boundedBytes } from '../fields.ts';
import type { World } from '../world.ts';
import {
	addFault,
	demandAccount,
	killAccount,
	moveClock,
	putAccount,
	putApp,
	setSwitches
} from './actions.ts';
import { sendCallback } from './callbacks.ts';
import { addFacebookRoutes } from './facebook-routes.ts';
import { addGraphRoutes } from './graph-routes.ts';
import { grantCode, grantToken } from './grants.ts';
import { BadInput, type Fields, readObject } from './input.ts';
import { describeWorld, listSecrets } from './state.ts';

/** `/_control/…`: the world in JSON. Whoever mounts it checks Host and header first. */
export function controlRoutes(world: World, place: { publicUrl: string }): Hono {
	const routes = new Hono();
	const state = () => describeWorld(world, place.publicUrl);
	const fields = async (c: Context): Promise<Fields> => {
		const bytes = await boundedBytes(c.req.raw);
		if (!bytes) throw new BadInput('The body is larger than a million bytes.');
		return readObject(new TextDecoder().decode(bytes));
	};
	/** A change that answers with the state after it. */
	const change = (path: string, act: (world: World, fields: Fields) => void) =>
		routes.post(path, async (c) => {
			act(world, await fields(c));
			return c.json(state());
		});

	routes.get('/state', (c) => c.json(state()));
	routes.get('/secrets', (c) => c.json(listSecrets(world)));
	routes.get('/calls', (c) =>
		c.json({ counts: world.calls.counts(), calls: world.calls.recent() })
	);
	routes.delete('/calls', (c) => {
		world.calls.clear();
		return c.json({ counts: {}, calls: [] });
	});
	change('/clock', moveClock);
	change('/apps', putApp);
	change('/accounts', putAccount);
	change('/switches', setSwitches);
	change('/faults', addFault);
	routes.delete('/faults', (c) => {
		world.faults.clear();
		return c.json(state());
	});
	routes.post('/accounts/:username/kill', async (c) => {
		killAccount(world, c.req.param('username'), await fields(c));
		return c.json(state());
	});
	routes.post('/accounts/:username/restore', (c) => {
		demandAccount(world, c.req.param('username'));
		world.restore(c.req.param('username'));
		return c.json(state());
	});
	routes.post('/code', async (c) => c.json(grantCode(world, await fields(c))));
	routes.post('/token', async (c) => c.json(grantToken(world, await fields(c))));
	routes.post('/callbacks', async (c) => c.json(await sendCallback(world, await fields(c))));
	addFacebookRoutes(routes, world, fields, state);
	addGraphRoutes(routes, world, fields);
	routes.post('/reset', (c) => {
		world.reset();
		return c.json(state());
	});

	routes.all('*', (c) =>
		c.json({ error: { message: `There is no ${c.req.method} at this address.` } }, 404)
	);
	routes.onError((error, c) => {
		if (!(error instanceof BadInput)) throw error;
		return c.json({ error: { message: error.message } }, 400);
	});
	return routes;
}
