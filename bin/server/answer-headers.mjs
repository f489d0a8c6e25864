/** @typedef {import('node:http').ServerResponse} Response */

/**
 * Completes an answer when its head is written, whoever writes it: static files and what Kit answers
 * before any hook lack the headers that the hooks set.
 * @param {Response} response
 * @param {Record<string, string>} defaults set where the answer has no such header
 */
export function completeHeaders(response, defaults) {
	const writeHead = response.writeHead.bind(response);
	/** @param {number} status @param {...unknown} rest */
	const complete = (status, ...rest) => {
		const given = rest.find((one) => typeof one === 'object' && one !== null);
		if (given) {
			for (const [name, value] of Object.entries(given)) response.setHeader(name, value);
			// Not before the first byte: a file that turns out to be gone can still be a 404.
			response.statusCode = status;
			return response;
		}
		for (const [name, value] of Object.entries(defaults)) {
			if (!response.hasHeader(name)) response.setHeader(name, value);
		}
		setCacheControl(response, status);
		forgetQuery(response, status);
		return writeHead(status);
	};
	response.writeHead = /** @type {Response['writeHead']} */ (complete);
}

/**
 * Only files may be kept, and only they have an ETag here. A 304 says nothing: what it said would
 * replace what the browser knows of the file.
 * @param {Response} response @param {number} status
 */
function setCacheControl(response, status) {
	if (status === 304) return;
	if (!response.hasHeader('etag')) response.setHeader('cache-control', 'no-store');
	else if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-cache');
}

/**
 * Kit answers 308 where an address has a slash too many, and repeats its query, whatever is in it.
 * @param {Response} response @param {number} status
 */
function forgetQuery(response, status) {
	const location = response.getHeader('location');
	if (status === 308 && typeof location === 'string') {
		response.setHeader('location', location.replace(/[?#].*$/s, ''));
	}
}
