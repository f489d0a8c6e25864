import type { Pretender } from './graph-recorder.ts';

// What Meta could say on its worst day: each makes an answer with the token of the call in it.

export const JSON_TYPE = { 'content-type': 'application/json' };
export const says =
	(
		body: (token: string) => string | Buffer,
		headers: Record<string, string> = JSON_TYPE
	): Pretender =>
	(outgoing, token) => {
		outgoing.writeHead(200, headers);
		outgoing.end(body(token));
	};
export const captioned = (write: (token: string) => string) =>
	says((token) => JSON.stringify({ data: [{ caption: write(token) }] }));
export const escaped = (token: string) =>
	[...token].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join('');
export const percent = (token: string) =>
	[...token].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');
export const base64 = (before: string) => (token: string) =>
	Buffer.from(`${before}${token}!`).toString('base64');
export const nested = (value: object, depth: number): object =>
	depth === 0 ? value : { data: [nested(value, depth - 1)] };

export const linked = (path: string) =>
	JSON.stringify({ paging: { next: `https://graph.instagram.com${path}` } });
