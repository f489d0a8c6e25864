import { createHash, randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function randomText(length: number): string {
	let text = '';
	for (const byte of randomBytes(length)) text += LETTERS[byte % LETTERS.length];
	return text;
}

/** An access token with the prefix of Instagram Login; clients must not depend on its length. */
export function newToken(kind: 'short' | 'long'): string {
	return `IGAA${randomText(kind === 'short' ? 180 : 160)}ZD`;
}

/** A user or Page token of Facebook Login; clients must not depend on its length. */
export function newFacebookToken(): string {
	return `EAA${randomText(190)}ZD`;
}

/** An authorization code in the alphabet of Meta's. */
export function newCode(): string {
	return `AQ${randomBytes(150).toString('base64url')}`;
}

export function newTraceId(): string {
	return `A${randomBytes(16).toString('base64url')}`;
}

export function newLoginId(): string {
	return randomBytes(24).toString('base64url');
}

/** Seventeen digits that stay the same for one seed: `prefix` and the rest from its hash. */
export function stableId(prefix: string, seed: string): string {
	const digits = BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`).toString();
	return (prefix + digits).slice(0, 17);
}
