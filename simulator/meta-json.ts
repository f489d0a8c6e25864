/** A number that must stand in the JSON text with all its digits, beyond what a double holds. */
export class BareNumber {
	readonly digits: string;
	constructor(digits: string) {
		this.digits = digits;
	}
}

const MARK = '\u0000bare:';

/** JSON as Meta writes it: slashes, `&` and everything beyond ASCII escaped, big ids as bare numbers. */
export function metaJson(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		inner instanceof BareNumber ? MARK + inner.digits : inner
	)
		.replace(/"\\u0000bare:(\d+)"/g, '$1')
		.replaceAll('/', '\\/')
		.replaceAll('&', '\\u0026')
		.replace(
			/[\u0080-\uffff]/g,
			(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
		);
}

export function jsonResponse(body: unknown, status = 200, headers: HeadersInit = {}): Response {
	const answer = new Response(metaJson(body), { status, headers });
	answer.headers.set('content-type', 'application/json; charset=UTF-8');
	answer.headers.set('cache-control', 'private, no-cache, no-store, must-revalidate');
	return answer;
}
