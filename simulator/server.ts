import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import { DEFAULT_OPTIONS, type Options } from './options.ts';
import { createWorld, type World } from './world.ts';

export type Simulator = {
	/** Its public address, without a slash at the end. */
	url: string;
	port: number;
	world: World;
	/** Stops at once, open connections included. */
	close(): Promise<void>;
};

/**
 * Starts the pretend Meta. Rejects with Node's own error where the port cannot be had.
 * @param given what differs from the defaults; `realNow` replaces the system's clock
 */
export async function startSimulator(
	given: Partial<Options> & { realNow?: () => number } = {}
): Promise<Simulator> {
	const { realNow, ...rest } = given;
	const options = { ...DEFAULT_OPTIONS, ...rest };
	const { apps, facebookApps } = options;
	const world = createWorld({ apps, facebookApps, ...(realNow ? { realNow } : {}) });
	const place = {
		publicUrl: '',
		isFixed: options.publicUrl !== null,
		ownHosts: new Set<string>()
	};
	const server = createAdaptorServer({
		fetch: createApp(world, place).fetch,
		overrideGlobalObjects: false
	}) as Server;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, options.host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	const listening = hostInUrl(options.host);
	place.publicUrl = options.publicUrl ?? `http://${listening}:${port}`;
	for (const host of ['127.0.0.1', 'localhost', '[::1]', listening])
		place.ownHosts.add(`${host}:${port}`);
	place.ownHosts.add(new URL(place.publicUrl).host);

	return {
		url: place.publicUrl,
		port,
		world,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

function hostInUrl(host: string): string {
	if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
	return host.includes(':') ? `[${host}]` : host;
}
