import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new unguessable text of 256 bits, safe in a URL and in a cookie. */
export const newSecret = () => randomBytes(32).toString('base64url');

/** SHA-256 in hex: all that the database keeps of a secret that a browser holds. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** Whether two texts are equal, in a time that does not tell where they differ. */
export const isSameSecret = (given: string, expected: string) =>
	timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(expected)));
