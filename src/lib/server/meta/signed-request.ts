import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { parse } from './judge.ts';

/** Meta's have about 200 characters. */
const MAX_LENGTH = 8192;

/** What Meta signed. `issuedAt` in milliseconds; `signature` are the bytes that prove it. */
export type SignedRequest = { userId: string; issuedAt: number; signature: Buffer };

/** Why a text is none: no signed request at all, by nobody we know, or with odd contents. */
export type NotSigned = { refused: 'malformed' | 'signature' | 'payload' };

/** "Data Deletion Request Callback"; ids are digits, as text or as a number. */
const payload = z.object({
	algorithm: z.literal('HMAC-SHA256'),
	issued_at: z.int().nonnegative().max(8_640_000_000_000),
	user_id: z
		.union([z.string(), z.int().nonnegative().transform(String)])
		.pipe(z.string().regex(/^\d{1,30}$/))
});

/**
 * Reads `signed_request`: `b64url(signature).b64url(payload)`, the signature being HMAC-SHA256 over
 * the encoded payload with the app secret (Meta, "Data Deletion Request Callback"). The algorithm is
 * demanded and never chosen by. Throws for no text.
 * @param secrets those that may have signed; empty: nothing passes
 */
export function readSignedRequest(
	text: string,
	secrets: readonly string[]
): SignedRequest | NotSigned {
	const [encodedSignature = '', encodedPayload = '', ...rest] =
		text.length > MAX_LENGTH ? [] : text.split('.');
	const signature = decoded(encodedSignature);
	const contents = decoded(encodedPayload);
	if (signature === null || contents === null || rest.length > 0) return { refused: 'malformed' };
	// All of them, so that the time does not tell which secret it was.
	const matches = secrets.filter((secret) => isSignedWith(secret, encodedPayload, signature));
	if (matches.length === 0) return { refused: 'signature' };
	const read = payload.safeParse(parse(contents.toString('utf8')));
	if (!read.success) return { refused: 'payload' };
	return { userId: read.data.user_id, issuedAt: read.data.issued_at * 1000, signature };
}

/**
 * Bytes from base64url (RFC 4648, section 5) as Meta writes it: not empty, without padding, and with
 * nothing in the unused bits. Node's decoder takes all of that, and standard base64 too.
 */
function decoded(text: string): Buffer | null {
	const bytes = Buffer.from(text, 'base64url');
	return text !== '' && bytes.toString('base64url') === text ? bytes : null;
}

/** What is signed with the empty text is signed by anybody. */
function isSignedWith(secret: string, encodedPayload: string, signature: Buffer): boolean {
	if (secret === '') return false;
	const expected = createHmac('sha256', secret).update(encodedPayload).digest();
	return signature.length === expected.length && timingSafeEqual(signature, expected);
}
