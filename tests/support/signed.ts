import { createHmac } from 'node:crypto';
import { raw } from './raw.ts';
import type { SignedRequest } from '../../src/lib/server/meta/signed-request.ts';

/** `signed_request` as Meta writes it; `issuedAt` in milliseconds. */
export function signedRequest(
	secret: string,
	{ userId, issuedAt }: Pick<SignedRequest, 'userId' | 'issuedAt'>
): string {
	const contents = {
		algorithm: 'HMAC-SHA256',
		issued_at: Math.floor(issuedAt / 1000),
		user_id: userId
	};
	const payload = Buffer.from(JSON.stringify(contents)).toString('base64url');
	return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`;
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const BOUNDARY = '----------a-boundary-as-long-as-real-ones';
export const MULTIPART = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

/** A form with these signed requests in it, one after the other. */
export const formOf = (...texts: string[]) =>
	new URLSearchParams(texts.map((text) => ['signed_request', text])).toString();

/** Posts as nobody's browser does: no Origin, no cookie. */
export async function postAsMeta(
	origin: string,
	path: string,
	body?: string,
	headers: Record<string, string> = FORM
) {
	const sent = { headers, ...(body === undefined ? {} : { body }) };
	const { status, text } = await raw(origin, 'POST', path, sent);
	return { status, text };
}
