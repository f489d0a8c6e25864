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

/** What stands for a character at a place, and how many bytes it has; null: nothing does. */
type Escape = (bytes: Buffer, at: number) => { byte: number; length: number } | null;

const [BACKSLASH, SLASH, PERCENT, LETTER_U, ZERO] = [0x5c, 0x2f, 0x25, 0x75, 0x30];

/** Only what a token or base64 may consist of: the rest of the text does not matter here. */
const ofJson: Escape = (bytes, at) => {
	const next = bytes[at + 1];
	if (next === SLASH || next === BACKSLASH) return { byte: next, length: 2 };
	if (next !== LETTER_U || bytes[at + 2] !== ZERO || bytes[at + 3] !== ZERO) return null;
	const byte = asciiAt(bytes, at + 4);
	return byte === null ? null : { byte, length: 6 };
};

const ofAddress: Escape = (bytes, at) => {
	const byte = asciiAt(bytes, at + 1);
	return byte === null ? null : { byte, length: 3 };
};

const withoutBackslashes = (text: string) => without(text, BACKSLASH, ofJson);
const withoutPercents = (text: string) => without(text, PERCENT, ofAddress);

/** So many bytes without a mark are looked at singly before the next mark is searched for. */
const NEAR = 16;

/**
 * Byte by byte where marks are near, because replacing by a pattern takes seconds for 5 MB of nothing
 * but escapes; what lies between is moved in one go.
 */
function without(text: string, mark: number, escape: Escape): string {
	const first = text.indexOf(String.fromCharCode(mark));
	if (first === -1) return text;
	const from = Buffer.from(text, 'latin1');
	let [at, end, plain] = [first, first, 0];
	while (at < from.length) {
		const byte = from[at] ?? 0;
		const meant = byte === mark ? escape(from, at) : null;
		// Never ahead of what is read.
		from[end] = meant?.byte ?? byte;
		end += 1;
		at += meant?.length ?? 1;
		plain = byte === mark ? 0 : plain + 1;
		if (plain < NEAR) continue;
		const next = from.indexOf(mark, at);
		const until = next === -1 ? from.length : next;
		from.copyWithin(end, at, until);
		end += until - at;
		at = until;
		plain = 0;
	}
	return from.toString('latin1', 0, end);
}

/** The printable character that two hexadecimal digits stand for. */
function asciiAt(bytes: Buffer, at: number): number | null {
	const [high, low] = [digitOf(bytes[at]), digitOf(bytes[at + 1])];
	return high >= 2 && high <= 7 && low >= 0 ? high * 16 + low : null;
}

function digitOf(byte = 0): number {
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	const small = byte | 0x20;
	return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1;
}
