import { createServer } from 'node:http';
import { StartError } from './environment.mjs';
import { listenSentence } from './refusal.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {(request: Request, response: Response, next: () => void) => unknown} Handler */

const LIMITS = {
	headersTimeout: 15_000,
	requestTimeout: 30_000,
	keepAliveTimeout: 5_000,
	connectionsCheckingInterval: 5_000,
	maxHeaderSize: 16 * 1024
};
const MAX_CONNECTIONS = 1000;
const ANY_HOST = ['/healthz', '/readyz'];

/** @param {Response} response @param {number} status */
function endWith(response, status) {
	if (response.headersSent) return response.destroy();
	response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Type': 'text/plain' }).end();
}

/**
 * Listens at once, before the app opens its database, so that a port in use is found before anything
 * is touched; requests wait until `handle` is given.
 * @param {{ host: string, port: number }} address
 * @param {{ isOurHost(host: string | undefined): boolean, wrongHostPage: string, wrongHostHeaders: Record<string, string> }} hosts
 * @throws {StartError} one sentence, where it cannot listen
 */
export async function listen({ host, port }, { isOurHost, wrongHostPage, wrongHostHeaders }) {
	let underWay = 0;
	/** @type {(handler: Handler) => void} */
	let handle = () => {};
	/** @type {Promise<Handler>} */
	const handler = new Promise((resolve) => (handle = resolve));

	const server = createServer(LIMITS, async (request, response) => {
		const path = request.url ?? '';
		underWay += 1;
		response.on('close', () => (underWay -= 1));
		if (!path.startsWith('/')) return endWith(response, 400);
		if (!isOurHost(request.headers.host) && !ANY_HOST.includes(path.split('?', 1)[0] ?? '')) {
			response.writeHead(421, wrongHostHeaders);
			return response.end(request.method === 'HEAD' ? undefined : wrongHostPage);
		}
		try {
			await (
				await handler
			)(request, response, () => endWith(response, 404));
		} catch {
			endWith(response, 500);
		}
	});
	server.maxConnections = MAX_CONNECTIONS;
	await new Promise((resolve, reject) => {
		server.on('error', (error) => reject(new StartError(listenSentence(error, port, 'PORT'))));
		server.listen(port, host, () => resolve(undefined));
	});

	return {
		handle,
		/** Accepts nothing new and waits for the requests under way. @param {number} ms at most */
		async drain(ms) {
			server.close();
			const end = Date.now() + ms;
			while (underWay > 0 && Date.now() < end) {
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			server.closeAllConnections();
		}
	};
}
