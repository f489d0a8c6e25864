import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D: 96 random bits per sealing, for at most 2^32 sealings with one key. */
const NONCE_BYTES = 12;
/** Enforced when opening: Node would accept a tag cut to 4 bytes. */
const TAG_BYTES = 16;

/** Where a sealed text belongs: it opens nowhere else. */
export type Place = readonly string[];

/**
 * Seals a text for one place: `v1.KEY-ID.NONCE.CIPHERTEXT.TAG`, the last three in base64url.
 * @param key 32 bytes
 */
export function seal(key: Buffer, keyId: string, text: string, place: Place): string {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
	cipher.setAAD(bound(keyId, place));
	const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	const parts = [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
	return [VERSION, keyId, ...parts].join('.');
}

/** The id of the key that sealed a text, or null when it is no sealed text. */
export function keyIdOf(sealed: string): string | null {
	const [version, keyId, ...parts] = sealed.split('.');
	return version === VERSION && keyId && parts.length === 3 ? keyId : null;
}

/** The text that was sealed with this key for this place; null when it was not, or was changed. */
export function open(key: Buffer, sealed: string, place: Place): string | null {
	const keyId = keyIdOf(sealed);
	if (keyId === null) return null;
	const [nonce, text, tag] = sealed.split('.').slice(2).map(decode);
	if (!nonce || !text || !tag) return null;
	if (nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) return null;
	const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
	decipher.setAAD(bound(keyId, place));
	decipher.setAuthTag(tag);
	try {
		return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
	} catch {
		return null;
	}
}

/** JSON keeps the parts apart: no two places ever give the same bytes. */
const bound = (keyId: string, place: Place) =>
	Buffer.from(JSON.stringify(['mooring', VERSION, keyId, ...place]), 'utf8');

/** Node's decoder skips what it does not know; only the one spelling that `seal` writes counts. */
function decode(text: string): Buffer | null {
	const bytes = Buffer.from(text, 'base64url');
	return bytes.toString('base64url') === text ? bytes : null;
}
