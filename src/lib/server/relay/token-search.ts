/**
 * Whether a text holds a token: as it is, with JSON's or an address's escapes, or as hex, base64 or
 * base64url at any of the three places where its bytes may begin.
 * @param text one character for each byte (latin1)
 */
export function holdsToken(text: string, token: string): boolean {
	const traces = tracesOf(token);
	const hex = Buffer.from(token).toString('hex');
	return readingsOf(text).some(
		(reading) =>
			traces.some((trace) => reading.includes(trace)) || reading.toLowerCase().includes(hex)
	);
}

function tracesOf(token: string): string[] {
	const bytes = Buffer.from(token).toString('latin1');
	const inBase64 = [0, 1, 2].map((before) => base64Inside(bytes, before));
	const plain = [bytes, ...inBase64];
	if (!/[^A-Za-z0-9]/.test(plain.join(''))) return plain;
	return [
		...plain,
		JSON.stringify(token).slice(1, -1),
		encodeURIComponent(token),
		...inBase64.map((trace) => trace.replaceAll('+', '-').replaceAll('/', '_'))
	];
}

/** The digits of base64 that are the same whatever stands before and behind (RFC 4648, section 4). */
function base64Inside(bytes: string, before: number): string {
	const digits = Buffer.from('\0'.repeat(before) + bytes, 'latin1').toString('base64');
	const end = Math.floor(((before + bytes.length) * 8) / 6);
	return digits.slice(Math.ceil((before * 8) / 6), end);
}

/** Escapes inside escapes: an address in a JSON text that is a value of another JSON text. */
const DEEPEST = 3;

/** The text as it is, and with its escapes resolved, again and again while there are any. */
function readingsOf(text: string): string[] {
	const readings = [text];
	let last = text;
	for (let depth = 0; depth < DEEPEST; depth += 1) {
		const before = last;
		for (const resolved of [withoutBackslashes, withoutPercents]) {
			const next = resolved(last);
			if (next !== last) readings.push(next);
			last = next;
		}
		if (last === before) break;
	}
	return readings;
}

/** Only what a token or base64 may consist of: the rest of the text does not matter here. */
const withoutBackslashes = (text: string) =>
	text.includes('\\')
		? text
				.replaceAll('\\/', '/')
				.replace(/\\(?:u00([2-7][\dA-Fa-f])|\\)/g, (_, hex?: string) =>
					hex === undefined ? '\\' : asciiOf(hex)
				)
		: text;

const withoutPercents = (text: string) =>
	text.includes('%') ? text.replace(/%([2-7][\dA-Fa-f])/g, (_, hex: string) => asciiOf(hex)) : text;

const asciiOf = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16));
