import { isSameSecret } from '../opaque-secret.ts';

/**
 * Whether an Authorization header carries the token (RFC 6750, section 2.1), in a time that does not
 * tell how much of it was right.
 */
export function admitsBearer(authorization: string | null, token: string): boolean {
	const given = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];
	return given !== undefined && isSameSecret(given, token);
}
