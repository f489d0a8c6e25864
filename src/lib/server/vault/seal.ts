import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D: 96 random bits per sealing, for at most 2^32 sealings with one key. */
const NONCE_BYTES = 12;
/** Enforced when opening: Node would accept a tag cut to 4 bytes. */
const TAG_BYTES = 16;

/** Drawn ahead: to ask the system for twelve bytes takes as long as to seal with them. */
const NONCES = Buffer.alloc(64 * NONCE_BYTES);
let noncesUsed = NONCES.length;

/** Where a sealed text belongs: it opens nowhere else. */
export type Place = readonly string[];

/**
 * Seals a text for one place: `v1.KEY-ID.NONCE.CIPHERTEXT.TAG`, the last three in base64url.
 * @param key 32 bytes
 */
export function seal(key: Buffer, keyId: string, text: string, place: Place): string {
	const nonce = nextNonce();
	const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
	cipher.setAAD(bound(keyId, place));
	// In this mode `update` gives all there is: `final` makes the tag and is empty.
	const sealed = cipher.update(text, 'utf8');
	cipher.final();
	return [VERSION, keyId, ...[nonce, sealed, cipher.getAuthTag()].map(encode)].join('.');
}

/** The id of the key that sealed a text, or null when it is no sealed text. */
export function keyIdOf(sealed: string): string | null {
	return partsOf(sealed)?.keyId ?? null;
}

/** The text that was sealed with this key for this place; null when it was not, or was changed. */
export function open(key: Buffer, sealed: string, place: Place): string | null {
	const parts = partsOf(sealed);
	if (parts === null) return null;
	const [nonce, text, tag] = [decode(parts.nonce), decode(parts.text), decode(parts.tag)];
	if (!nonce || !text || !tag) return null;
	if (nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) return null;
	const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
	decipher.setAAD(bound(parts.keyId, place));
	decipher.setAuthTag(tag);
	try {
		const opened = decipher.update(text);
		// Nothing of it counts before this has not thrown.
		decipher.final();
		return opened.toString('utf8');
	} catch {
		return null;
	}
}

function partsOf(sealed: string) {
	const [version, keyId, nonce, text, tag, ...more] = sealed.split('.');
	if (version !== VERSION || !keyId || more.length > 0) return null;
	if (nonce === undefined || text === undefined || tag === undefined) return null;
	return { keyId, nonce, text, tag };
}

/** Good until the next one is asked for. */
function nextNonce(): Buffer {
	if (noncesUsed === NONCES.length) {
		randomFillSync(NONCES);
		noncesUsed = 0;
	}
	return NONCES.subarray(noncesUsed, (noncesUsed += NONCE_BYTES));
}

/** JSON keeps the parts apart: no two places ever give the same bytes. */
const bound = (keyId: string, place: Place) =>
	Buffer.from(JSON.stringify(['mooring', VERSION, keyId, ...place]), 'utf8');

const encode = (bytes: Buffer) => bytes.toString('base64url');

/** Node's decoder skips what it does not know; only the one spelling that `seal` writes counts. */
function decode(text: string): Buffer | null {
	const bytes = Buffer.from(text, 'base64url');
	return encode(bytes) === text ? bytes : null;
}
