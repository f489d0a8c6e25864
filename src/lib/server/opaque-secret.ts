import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new unguessable text of 256 bits, safe in a URL and in a cookie. */
export const newSecret = () => randomBytes(32).toString('base64url');

/**
 * SHA-256 in hex: all that the database keeps of a secret that a browser holds. The empty text is no
 * secret: its hash is a new one each time, so that it equals nothing, itself neither.
 */
export const hashOf = (secret: string) =>
	createHash('sha256')
		.update(secret === '' ? randomBytes(32) : secret)
		.digest('hex');

/** Whether two texts are the same secret, in a time that does not tell where they differ. */
export const isSameSecret = (given: string, expected: string) =>
	timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(expected)));
