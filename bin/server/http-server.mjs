import { createServer, STATUS_CODES } from 'node:http';
import { StartError } from '../environment.mjs';
import { listenSentence } from '../refusal.mjs';
import { completeHeaders } from './answer-headers.mjs';
import { boundConnections } from './connections.mjs';
import {
	answerUnreadable,
	boundUnread,
	bringsTwoKeys,
	isMalformed,
	sizeOfHead,
	tieEnds,
	TOO_MANY_HEADERS
} from './request-bounds.mjs';
import { turns } from './turns.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {(request: Request, response: Response, next: () => void) => unknown} Handler */
/** @typedef {import('../../src/lib/server/http/front-request.ts').FrontAnswer} FrontAnswer */
/** @typedef {{ isOurHost(host: string | undefined): boolean, targetForKit(target: string, authorization: string | undefined): string | null, programError(target: string, why: 'two keys' | 'malformed' | 'expects' | 'failed'): { status: number, headers: Record<string, string>, body: string } | null, wrongHostPage(headers: import('node:http').IncomingHttpHeaders): string, wrongHostHeaders: Record<string, string>, headersFor(target: string): Record<string, string>, isOpen(target: string): boolean, front(request: Request): FrontAnswer | Promise<FrontAnswer> | null, countAs(address: string | undefined): string | null }} Answers */

/** Times in milliseconds, sizes in bytes. */
export const LIMITS = {
	headersTimeout: 15_000,
	/** For the whole request, its body included. */
	requestTimeout: 30_000,
	/** Longer than a proxy keeps its own end (Caddy: two minutes), else it sends into a closed one. */
	keepAliveTimeout: 130_000,
	connectionsCheckingInterval: 5_000,
	/** A caption in a query, as the Graph's clients send it, has 20 KB. */
	maxHeaderSize: 96 * 1024,
	/** What browsers send. */
	headOfPages: 16 * 1024,
	maxConnections: 1000,
	connectionsPerAddress: 64,
	/** Nothing sent and nothing read: longer than any answer that waits for Meta. */
	silence: 120_000,
	/** What may still arrive after the answer of a body that nobody reads. */
	unreadBody: 2 * 1024 * 1024
};
/** Answered before all others. */
const HEALTH = ['/healthz', '/readyz'];
export const ANY_HOST = [...HEALTH, '/metrics'];
/** As src/lib/server/http/worlds.ts has it. */
const TARGET = Symbol.for('mooring.target');

const STATUS_OF = { 'two keys': 400, malformed: 400, expects: 417, failed: 500 };

/** @param {Response} response @returns whether an answer can still begin */
function clear(response) {
	if (response.headersSent) return !response.destroy();
	// What described another answer, such as a file's length, does not describe this one.
	for (const name of response.getHeaderNames()) response.removeHeader(name);
	return true;
}

/** @param {Response} response @param {number} status */
function endWith(response, status) {
	if (!clear(response)) return;
	// RFC 9110, section 15.5.6; only of a file it is found out here.
	if (status === 405) response.setHeader('Allow', 'GET, HEAD');
	response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
	response.end(`${STATUS_CODES[status]}\n`);
}

/**
 * Listens at once, before the app opens its database, so that a port in use is found before anything
 * is touched; requests wait until `handle` is given.
 * @param {{ host: string, port: number }} address
 * @param {Answers} answers `headersFor` a target: of every answer that does not set them itself
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

	const { take, isIdle, arrived } = turns();

	/** @param {Request} request @param {Response} response */
	function begin(request, response) {
		underWay.add(response);
		response.on('close', () => underWay.delete(response));
		// An answer that cannot be written is its reader's loss alone.
		response.on('error', () => {});
		// Before Node's own listener, which throws away what is left without counting it.
		response.prependListener('finish', () => boundUnread(request, limits.unreadBody));
		completeHeaders(response, answers.headersFor(request.url ?? ''));
		tieEnds(response, (status) => endWith(response, status));
		// All files are small: none is sent in parts (RFC 9110, section 14.2, allows that).
		delete request.headers.range;
	}

	/**
	 * Ends a request that goes no further: a program's in JSON, any other in plain words.
	 * @param {Response} response @param {string | undefined} target @param {Parameters<Answers['programError']>[1]} why
	 */
	function refuse(response, target, why) {
		const error = answers.programError(target ?? '', why);
		if (error === null) return endWith(response, STATUS_OF[why]);
		if (!clear(response)) return;
		response.writeHead(error.status, error.headers);
		response.end(error.body);
	}

	/** @param {Response} response @param {string} target @param {FrontAnswer | Promise<FrontAnswer>} early */
	async function answerEarly(response, target, early) {
		try {
			const { status, headers, body } = await early;
			response.writeHead(status, headers);
			response.end(body ?? undefined);
		} catch {
			refuse(response, target, 'failed');
		}
	}

	/** @param {Request} request @param {Response} response @param {boolean} isProbe */
	async function answer(request, response, isProbe) {
		begin(request, response);
		const { url: target, headers } = request;
		if (!target?.startsWith('/') || isMalformed(request)) {
			return refuse(response, target, 'malformed');
		}
		const forKit = answers.targetForKit(target, headers.authorization);
		if (forKit !== null) {
			if (!answers.isOpen(target) && bringsTwoKeys(request))
				return refuse(response, target, 'two keys');
			const early = answers.front(request);
			if (early !== null) return answerEarly(response, target, early);
			// What programs ask for is judged in the hooks, and by these bytes alone.
			Reflect.set(request, TARGET, target);
			request.url = forKit;
			// Of this method Kit can make no Request (Fetch, "forbidden method"); it gets another unknown one.
			if (request.method === 'TRACE') request.method = 'UNKNOWN';
		} else if (sizeOfHead(request) > limits.headOfPages) {
			const { status, sentence } = TOO_MANY_HEADERS;
			response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
			return response.end(`${sentence}\n`);
		} else if (!answers.isOurHost(headers.host) && !isProbe) {
			const page = answers.wrongHostPage(headers);
			response.writeHead(421, answers.wrongHostHeaders);
			return response.end(request.method === 'HEAD' ? undefined : page);
		}
		try {
			await (
				await handler
			)(request, response, () => endWith(response, 404));
		} catch {
			refuse(response, target, 'failed');
		}
	}

	const server = createServer({ ...limits, requireHostHeader: false }, (request, response) => {
		const path = request.url?.split('?', 1)[0] ?? '';
		const isUrgent = HEALTH.includes(path);
		take(response, () => void answer(request, response, ANY_HOST.includes(path)), { isUrgent });
	});
	const bounds = { most: limits.maxConnections, mostOfOne: limits.connectionsPerAddress };
	boundConnections(server, bounds, answers.countAs, isIdle);
	server.on('connection', arrived);
	server.timeout = limits.silence;
	server.on('checkExpectation', (request, response) => {
		const refuseIt = () => {
			begin(request, response);
			refuse(response, request.url, 'expects');
		};
		take(response, refuseIt, { isUrgent: false });
	});
	server.on('clientError', (error, socket) => {
		const begun = [...underWay].some(
			({ req, headersSent }) => headersSent && req.socket === socket
		);
		// After half an answer another one would be read as its rest.
		if (!socket.writable || begun) socket.destroy();
		else answerUnreadable(error, socket, answers.headersFor(''));
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
