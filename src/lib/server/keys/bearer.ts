/** RFC 6750, section 2.1; the word in any case (RFC 9110, section 11.1). */
const BEARER = /^bearer +/i;

/**
 * What stands behind `Bearer`, whatever it is; null: nothing, or another scheme.
 * @param authorization the header's value; null: none
 */
export function readBearer(authorization: string | null): string | null {
	const header = (authorization ?? '').trim();
	return BEARER.test(header) ? header.replace(BEARER, '') : null;
}
