/** @typedef {import('node:http').IncomingMessage} Request */

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
