import { type Context, Hono } from 'hono';
import { readFile } from 'node:fs/promises';
import type { Endpoint } from './calls.ts';
import { controlRoutes } from './control/routes.ts';
import { answerWithFault } from './fault-answers.ts';
import type { Fault } from './faults.ts';
import { drawnFile } from './graph/drawn-file.ts';
import { pictureFile } from './instagram/pictures.ts';
import { controlPage } from './pages/control.ts';
import { isMetaHost, metaRoute } from './routing.ts';
import type { Switches } from './switches.ts';
import type { Visit } from './visit.ts';
import type { Wire } from './wire.ts';
import type { World } from './world.ts';

/** Where the simulator is reached; filled once it listens. */
export type Place = {
	publicUrl: string;
	/** It was set, and is not merely where the simulator listens. */
	isFixed: boolean;
	ownHosts: Set<string>;
};

type Environment = { Bindings: Wire };

const FILES: Record<string, string> = {
	'simulator.css': 'text/css; charset=utf-8',
	'control.js': 'text/javascript; charset=utf-8',
	'icon.svg': 'image/svg+xml'
};

/** One port for all: Meta's addresses under any Host, the control only under its own. */
export function createApp(world: World, place: Place): Hono<Environment> {
	const app = new Hono<Environment>({ strict: true });
	const isOwn = (given: string | undefined) => {
		const host = (given ?? '').toLowerCase();
		return place.ownHosts.has(host) && !isMetaHost(host);
	};

	app.get('/_simulator/pictures/:file', (c) => pictureFile(c.req.param('file')));
	app.get('/_simulator/drawn/:file', (c) => drawnFile(c.req.param('file')));
	app.get('/_simulator/:file', async (c) => {
		const type = FILES[c.req.param('file')];
		if (!type) return c.notFound();
		const text = await readFile(new URL(`./pages/${c.req.param('file')}`, import.meta.url), 'utf8');
		return c.body(text, 200, { 'content-type': type, 'x-content-type-options': 'nosniff' });
	});
	app.use('/_control/*', async (c, next) => {
		const refuse = (message: string) => c.json({ error: { message } }, 403);
		if (!isOwn(c.req.header('host')))
			return refuse("The control answers only under the simulator's own Host.");
		if (c.req.header('x-simulator') !== '1') return refuse('Send the header "X-Simulator: 1".');
		return next();
	});
	app.route('/_control', controlRoutes(world, place));
	app.get('/', (c, next) =>
		isOwn(c.req.header('host')) ? controlPage(world, place.publicUrl) : next()
	);
	app.all('*', (c) => answerAsMeta(world, place, c));
	return app;
}

/**
 * Where this client reaches the simulator, for the addresses in its answers: a name of Meta's as it
 * was asked by, else the public address that was set, else the Host as well. The scheme is what a
 * proxy says; Meta's own names without a port are https.
 */
function originFor(request: Request, host: string, place: Place): string {
	const isMeta = isMetaHost(host);
	if (!URL.canParse(`http://${host}`) || (place.isFixed && !isMeta)) return place.publicUrl;
	const told = /^https?\b/i.exec(request.headers.get('x-forwarded-proto') ?? '')?.[0];
	const usual = isMeta && !/:\d+$/.test(host) ? 'https' : 'http';
	return `${told?.toLowerCase() ?? usual}://${host}`;
}

/** What the switch makes of every publish: done, and told as if it had failed. */
function publishFault({ publishAnswer: kind }: Switches, endpoint: Endpoint): Fault | null {
	if (endpoint !== 'publish' || kind === 'true') return null;
	return { endpoint, kind, times: null, delayMs: null, status: null, body: null };
}

async function answerAsMeta(
	world: World,
	place: Place,
	c: Context<Environment>
): Promise<Response> {
	const url = new URL(c.req.url);
	const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
	const host = (c.req.header('host') ?? '').toLowerCase();
	// Taken now: a reset of the world must not see calls that began before it.
	const { calls, faults } = world;
	const { endpoint, handle } = await metaRoute(world, host, method, url, c.req.raw);
	const visit: Visit = {
		world,
		publicUrl: originFor(c.req.raw, host, place),
		request: c.req.raw,
		url,
		method,
		account: null
	};
	const dated = (answer: Response): Response => {
		// Meta's clock is the simulator's, not this machine's.
		answer.headers.set('date', new Date(world.clock.now()).toUTCString());
		return answer;
	};
	const note = (status: number | null) =>
		calls.note({
			endpoint,
			method: c.req.method,
			path: url.pathname.slice(0, 200),
			status,
			account: visit.account,
			at: new Date(world.clock.now()).toISOString()
		});
	const fault = faults.take(endpoint) ?? publishFault(world.switches, endpoint);
	const proceed = async () => handle(visit);
	if (!fault) {
		const answer = await proceed();
		note(answer.status);
		return dated(answer);
	}
	const isCut = /^(hang|reset_before|reset_after|done_timeout|done_reset)$/.test(fault.kind);
	if (isCut) note(null);
	const answer = await answerWithFault(fault, endpoint, c.env, visit, proceed);
	if (!isCut) note(answer.status);
	return isCut ? answer : dated(answer);
}
