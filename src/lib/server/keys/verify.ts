import { createHash, timingSafeEqual } from 'node:crypto';
import { isLivingAt, type StoredKey } from './find.ts';
import { looksLikeMetaToken, readKeyText } from './format.ts';
import type { Key } from './key.ts';
import { ToolRefusal } from './tool-refusal.ts';

/** Finds a key by its public id, living or not. */
export type FindKey = (id: string) => Promise<StoredKey | null>;

/** What a missing key is compared with: no text has this hash. */
const NO_HASH = '0'.repeat(64);

/**
 * The living key that a text is. It is looked up by its public id; the hashes are compared in
 * constant time, with the same work where there is none. Only who has the secret learns that a key
 * was revoked or has expired. A key that a command made or a page revoked counts from the next
 * call on.
 * @param find by the public id
 * @param text as the program sent it; null: it sent none
 * @param now milliseconds of real time
 * @throws ToolRefusal key_missing, key_malformed, key_unknown, key_revoked, key_expired
 */
export async function verifyKey(find: FindKey, text: string | null, now: number): Promise<Key> {
	if (text === null || text === '') throw keyMissing();
	if (looksLikeMetaToken(text)) throw metaToken();
	const read = readKeyText(text);
	if (!read) throw keyMalformed();
	const stored = await find(read.id);
	const given = createHash('sha256').update(text).digest();
	const isRight = timingSafeEqual(given, Buffer.from(stored?.secretHash ?? NO_HASH, 'hex'));
	if (!stored || !isRight) throw keyUnknown();
	const { secretHash: _, ...key } = stored;
	if (key.revokedAt !== null) throw keyRevoked();
	if (!isLivingAt(key, now)) throw keyExpired();
	if (key.connectionIds.length === 0) throw accountGone();
	return key;
}

/** Whether a key that opened something still does. */
export async function isStillLiving(find: FindKey, id: string, now: number): Promise<boolean> {
	const key = await find(id);
	return key !== null && isLivingAt(key, now) && key.connectionIds.length > 0;
}

const MAKE_ONE = 'Make a key under Tools in Mooring, and send it as Authorization: Bearer.';

const keyMissing = () => new ToolRefusal('key_missing', 'This call brings no key.', MAKE_ONE);
const metaToken = () =>
	new ToolRefusal(
		'key_malformed',
		'That is an Instagram token; use a Mooring key.',
		'A key begins with moor_ and is made under Tools in Mooring; the token stays there.'
	);
const keyMalformed = () =>
	new ToolRefusal(
		'key_malformed',
		'That is no key of Mooring, or part of it is missing.',
		'Copy the whole key: it begins with moor_ and has 63 characters.'
	);
const keyUnknown = () =>
	new ToolRefusal('key_unknown', 'This Mooring does not know that key.', MAKE_ONE);
export const keyRevoked = () =>
	new ToolRefusal('key_revoked', 'This key was revoked.', 'Make a new one under Tools in Mooring.');
const keyExpired = () =>
	new ToolRefusal('key_expired', 'This key has expired.', 'Make a new one under Tools in Mooring.');
const accountGone = () =>
	new ToolRefusal(
		'key_revoked',
		'The account of this key was removed from Mooring.',
		'Connect the account again, and make a new key under Tools in Mooring.'
	);
