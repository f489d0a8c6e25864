import { AppError } from '../errors.ts';

const SIGNS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 16;
/** 252 is the largest multiple of 36 below 256: what is above would favour the first letters. */
const FAIR = 252;

const CHOSEN = /^[a-z0-9-]{3,40}$/;

/** A slug that nobody guesses: 16 characters, 82 bits. @param random so many random bytes */
export function newSlug(random: (size: number) => Uint8Array): string {
	let slug = '';
	while (slug.length < LENGTH) {
		for (const byte of random(LENGTH)) {
			if (byte < FAIR && slug.length < LENGTH) slug += SIGNS[byte % SIGNS.length] ?? '';
		}
	}
	return slug;
}

/** @throws AppError invalid_request */
export function readSlug(given: unknown): string {
	if (typeof given === 'string' && CHOSEN.test(given)) return given;
	throw new AppError(
		'invalid_request',
		'A name in an address has 3 to 40 small letters, digits or hyphens.'
	);
}

export const slugTaken = () =>
	new AppError('slug_taken', 'Another feed has or had this name. Choose another one.');
