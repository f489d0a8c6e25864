import { createServer, STATUS_CODES } from 'node:http';
import { completeHeaders } from './answer-headers.mjs';
import { StartError } from './environment.mjs';
import { listenSentence } from './refusal.mjs';
import { boundUnread, isMalformed } from './request-bounds.mjs';
import { answerUnreadable } from './unreadable-request.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {(request: Request, response: Response, next: () => void) => unknown} Handler */
/** @typedef {{ isOurHost(host: string | undefined): boolean, wrongHostPage: string, wrongHostHeaders: Record<string, string>, headers: Record<string, string> }} Answers */

/** Times in milliseconds, sizes in bytes. */
export const LIMITS = {
	headersTimeout: 15_000,
	/** For the whole request, its body included. */
	requestTimeout: 30_000,
	keepAliveTimeout: 5_000,
	connectionsCheckingInterval: 5_000,
	maxHeaderSize: 16 * 1024,
	maxConnections: 1000,
	/** Nothing sent and nothing read: longer than any answer that waits for Meta. */
	silence: 120_000,
	/** What may still arrive after the answer of a body that nobody reads. */
	unreadBody: 2 * 1024 * 1024
};
const ANY_HOST = ['/healthz', '/readyz'];

/** @param {Response} response @param {number} status */
function endWith(response, status) {
	if (response.headersSent) return response.destroy();
	response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
	response.end(`${STATUS_CODES[status]}\n`);
}

/**
 * Listens at once, before the app opens its database, so that a port in use is found before anything
 * is touched; requests wait until `handle` is given.
 * @param {{ host: string, port: number }} address
 * @param {Answers} answers `headers`: for every answer that does not set them itself
 * @param {typeof LIMITS} limits
 * @throws {StartError} one sentence, where it cannot listen
 */
export async function listen({ host, port }, answers, limits = LIMITS) {
	/** @type {Set<Response>} */
	const underWay = new Set();
	/** @type {(handler: Handler) => void} */
	let handle = () => {};
	/** @type {Promise<Handler>} */
	const handler = new Promise((resolve) => (handle = resolve));

	/** @param {Request} request @param {Response} response */
	function begin(request, response) {
		underWay.add(response);
		response.on('close', () => underWay.delete(response));
		// Before Node's own listener, which throws away what is left without counting it.
		response.prependListener('finish', () => boundUnread(request, limits.unreadBody));
		completeHeaders(response, answers.headers);
	}

	const server = createServer(
		{ ...limits, requireHostHeader: false },
		async (request, response) => {
			begin(request, response);
			const path = request.url ?? '';
			if (!path.startsWith('/') || isMalformed(request)) return endWith(response, 400);
			const isProbe = ANY_HOST.includes(path.split('?', 1)[0] ?? '');
			if (!answers.isOurHost(request.headers.host) && !isProbe) {
				response.writeHead(421, answers.wrongHostHeaders);
				return response.end(request.method === 'HEAD' ? undefined : answers.wrongHostPage);
			}
			try {
				await (
					await handler
				)(request, response, () => endWith(response, 404));
			} catch {
				endWith(response, 500);
			}
		}
	);
	server.maxConnections = limits.maxConnections;
	server.timeout = limits.silence;
	server.on('checkExpectation', (request, response) => {
		begin(request, response);
		endWith(response, 417);
	});
	server.on('clientError', (error, socket) => {
		const begun = [...underWay].some(
			({ req, headersSent }) => headersSent && req.socket === socket
		);
		// After half an answer another one would be read as its rest.
		if (!socket.writable || begun) socket.destroy();
		else answerUnreadable(error, socket, answers.headers);
	});
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
			while (underWay.size > 0 && Date.now() < end) {
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			server.closeAllConnections();
		}
	};
}
