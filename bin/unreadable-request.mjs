import { STATUS_CODES } from 'node:http';

/** Node's codes for what it could not read, as a status and what to do about it. */
const ANSWERS = new Map([
	[
		'HPE_HEADER_OVERFLOW',
		{
			status: 431,
			sentence:
				'The headers are too large. Delete the cookies of this site in the browser and try again.'
		}
	],
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
