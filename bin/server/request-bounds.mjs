import { STATUS_CODES } from 'node:http';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

/** Headers that count once: of two, a proxy and Mooring could each believe another. */
const ONCE = ['host', 'content-type', 'origin'];

/**
 * Whether a request says something twice that counts once, or not where it is asked (RFC 9112, section
 * 3.2). Node keeps the first of two and says nothing.
 * @param {Pick<Request, 'rawHeaders' | 'httpVersion'>} request
 */
export function isMalformed({ rawHeaders, httpVersion }) {
	const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
	if (httpVersion !== '1.0' && !names.includes('host')) return true;
	return ONCE.some((once) => names.indexOf(once) !== names.lastIndexOf(once));
}

/**
 * Whether a request has two Authorization headers that differ: Node keeps the first and says nothing.
 * @param {Pick<Request, 'rawHeaders'>} request
 */
export function bringsTwoKeys({ rawHeaders }) {
	const isName = (/** @type {string} */ text, /** @type {number} */ at) =>
		at % 2 === 0 && text.toLowerCase() === 'authorization';
	const values = rawHeaders.filter((_, at) => at > 0 && isName(rawHeaders[at - 1] ?? '', at - 1));
	return new Set(values).size > 1;
}

/**
 * Reads on, after the answer, what is left of a body: else neither the answer nor the next request on
 * the connection would arrive. Who sends more than that is cut off.
 * @param {Request} request
 * @param {number} most bytes
 */
export function boundUnread(request, most) {
	if (request.complete || request.destroyed) return;
	let size = 0;
	// Kit listens as well, and stops the body where nobody reads it.
	request.removeAllListeners('data');
	request.on('data', (/** @type {Buffer} */ chunk) => {
		size += chunk.length;
		if (size > most) request.destroy();
	});
	request.resume();
}

const READING = ['GET', 'HEAD'];

/**
 * Ties both ends of whatever is piped into an answer: a reader that leaves closes the file, and a file
 * that fails ends the answer. `pipe` does neither. Only files are piped, and whatever serves them
 * takes every method for GET.
 * @param {Response} response
 * @param {(status: number) => void} fail ends the answer
 */
export function tieEnds(response, fail) {
	response.on('pipe', (source) => {
		if (!READING.includes(String(response.req.method))) {
			source.destroy();
			return fail(405);
		}
		source.once('error', (error) => fail(Reflect.get(error, 'code') === 'ENOENT' ? 404 : 500));
		if (response.destroyed) source.destroy();
		else response.once('close', () => source.destroy());
	});
}

/** RFC 6585, section 5. */
export const TOO_MANY_HEADERS = {
	status: 431,
	sentence:
		'The headers are too large. Delete the cookies of this site in the browser and try again; a program sends long parameters in the body.'
};

/** The bytes of a request's line and headers, as they came. @param {Pick<Request, 'url' | 'rawHeaders'>} request */
export const sizeOfHead = ({ url = '', rawHeaders }) =>
	rawHeaders.reduce((size, text) => size + text.length + 2, url.length);

/** Node's codes for what it could not read, as a status and what to do about it. */
const ANSWERS = new Map([
	['HPE_HEADER_OVERFLOW', TOO_MANY_HEADERS],
	['ERR_HTTP_REQUEST_TIMEOUT', { status: 408, sentence: 'The request took too long to arrive.' }]
]);
const BAD = { status: 400, sentence: 'This is not a request that Mooring can read.' };

/**
 * Answers what Node could not read as a request, and ends the connection: it has no ServerResponse.
 * @param {Error} error
 * @param {import('node:stream').Duplex} socket
 * @param {Record<string, string>} headers
 */
export function answerUnreadable(error, socket, headers) {
	const { status, sentence } = ANSWERS.get(String(Reflect.get(error, 'code'))) ?? BAD;
	const body = `${sentence}\n`;
	const lines = Object.entries({
		...headers,
		'cache-control': 'no-store',
		'content-type': 'text/plain; charset=utf-8',
		'content-length': String(Buffer.byteLength(body)),
		connection: 'close'
	}).map(([name, value]) => `${name}: ${value}\r\n`);
	const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`;
	socket.end(head + body, () => socket.destroy());
}
