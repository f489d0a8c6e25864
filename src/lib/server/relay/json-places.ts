/** Where in a raw JSON text a value stands that is not to go on as it is; quotes included. */
export type Place = { what: 'link' | 'token'; start: number; end: number };

/** `isWhole` is false for what is no JSON, or was cut off. */
export type Places = { places: Place[]; isWhole: boolean };

type Frame = 'array' | 'object' | 'paging';
type Name = 'paging' | 'link' | 'token' | null;

/**
 * Finds `next` and `previous` of every `paging` object, and every `access_token`, where their values
 * are text. Goes over the text once and reads no value: numbers beyond 2^53, escapes and spacing stay
 * whatever they are. Garbage between values is not looked for.
 */
export function placesIn(text: string): Places {
	const places: Place[] = [];
	const frames: Frame[] = [];
	let frame: Frame | undefined;
	let isKeyNext = false;
	let name: Name = null;
	let at = startOf(text);
	const broken = { places, isWhole: false };
	if (at === text.length) return broken;
	if (text[at] !== '{' && text[at] !== '[') return { places, isWhole: isJson(text) };

	for (; at < text.length; at += 1) {
		switch (text.charCodeAt(at)) {
			case QUOTE: {
				const end = stringEnd(text, at);
				if (end === -1) return broken;
				if (isKeyNext) name = nameOf(text, at + 1, end - 1, frame === 'paging');
				else if (name === 'link' || name === 'token') places.push({ what: name, start: at, end });
				if (!isKeyNext) name = null;
				isKeyNext = false;
				at = end - 1;
				break;
			}
			case OPEN_OBJECT:
				frame = name === 'paging' ? 'paging' : 'object';
				frames.push(frame);
				isKeyNext = true;
				name = null;
				break;
			case OPEN_ARRAY:
				frame = 'array';
				frames.push(frame);
				isKeyNext = false;
				name = null;
				break;
			case CLOSE_OBJECT:
			case CLOSE_ARRAY:
				if ((frame === 'array') !== (text[at] === ']')) return broken;
				frames.pop();
				frame = frames.at(-1);
				isKeyNext = false;
				name = null;
				if (frame === undefined) {
					return { places, isWhole: startOf(text, at + 1) === text.length };
				}
				break;
			case COMMA:
				isKeyNext = frame !== 'array';
				name = null;
				break;
		}
	}
	return broken;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Where the first character stands that is no space of JSON's (RFC 8259, section 2). */
function startOf(text: string, from = 0): number {
	let at = from;
	while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
	return at;
}

/** Behind the closing quote of the string that opens at `open`; -1: it does not close. */
function stringEnd(text: string, open: number): number {
	for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1)) {
		let before = at - 1;
		while (text.charCodeAt(before) === BACKSLASH) before -= 1;
		if ((at - before) % 2 === 1) return at + 1;
	}
	return -1;
}

/** The longest name of ours with each of its letters escaped. */
const LONGEST = 'access_token'.length * 6;

function nameOf(text: string, start: number, end: number, isInPaging: boolean): Name {
	const length = end - start;
	if (length < 4 || length > LONGEST) return null;
	const raw = text.slice(start, end);
	switch (raw.includes('\\') ? unescaped(raw) : raw) {
		case 'paging':
			return 'paging';
		case 'access_token':
			return 'token';
		case 'next':
		case 'previous':
			return isInPaging ? 'link' : null;
		default:
			return null;
	}
}

function unescaped(raw: string): unknown {
	try {
		return JSON.parse(`"${raw}"`);
	} catch {
		return null;
	}
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
