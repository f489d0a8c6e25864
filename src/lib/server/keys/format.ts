import { crc32 } from 'node:zlib';

/** So many random bytes. */
export type Random = (size: number) => Uint8Array;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 8;
/** 62^43 is a little more than 2^256. */
const SECRET_LENGTH = 43;
/** 62^6 is more than 2^32. */
const SUM_LENGTH = 6;

const KEY = /^moor_([0-9A-Za-z]{8})_[0-9A-Za-z]{49}$/;
const KEY_ANYWHERE = /moor_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}/;
/** Meta documents no shape; these are how the tokens of its two logins begin. */
const META_TOKEN = /^(?:IG|EAA)[0-9A-Za-z]/;

/** A new key, whole: its public id, 256 bits of secret, and the sum over both. */
export function makeKeyText(random: Random): string {
	const text = `moor_${letters(random, ID_LENGTH)}_${letters(random, SECRET_LENGTH)}`;
	return text + sumOf(text);
}

/** Whether a text is written as a key is, its sum not counted. */
export const isKeyShaped = (text: string) => KEY.test(text);

/** The public id of a key whose sum is right; null: it is no key, or mistyped. */
export function readKeyText(text: string): { id: string } | null {
	const id = KEY.exec(text)?.[1];
	if (id === undefined) return null;
	return text.endsWith(sumOf(text.slice(0, -SUM_LENGTH))) ? { id } : null;
}

/** Whether a key stands anywhere in a text, an address's escapes resolved or not. */
export const holdsKey = (text: string) =>
	KEY_ANYWHERE.test(text) || KEY_ANYWHERE.test(withoutEscapes(text));

/** Whether a text is meant as a key, however much of it is missing. */
export const looksLikeKey = (text: string) => text.startsWith('moor_');

/** Whether a text begins as Meta's own tokens do. */
export const looksLikeMetaToken = (text: string) => META_TOKEN.test(text);

/** Of letters, digits and `_` only, which is all that a key has; whatever else is escaped stays. */
const withoutEscapes = (text: string) =>
	text.replace(/%([3-7][\dA-F])/gi, (_, hex: string) =>
		String.fromCharCode(Number.parseInt(hex, 16))
	);

/** Each of the 62 as likely as any other: bytes from 248 on would favour the first eight. */
function letters(random: Random, length: number): string {
	let text = '';
	while (text.length < length) {
		for (const byte of random(length)) {
			if (byte < 248 && text.length < length) text += DIGITS.charAt(byte % 62);
		}
	}
	return text;
}

/** CRC-32 (as of ISO 3309) in base 62, so that a mistyped key is known without a look. */
function sumOf(text: string): string {
	let left = crc32(text);
	let digits = '';
	for (let at = 0; at < SUM_LENGTH; at += 1) {
		digits = DIGITS.charAt(left % 62) + digits;
		left = Math.floor(left / 62);
	}
	return digits;
}
