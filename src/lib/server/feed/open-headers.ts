/** Any page may read and frame what is here, and what is here does nothing (CSP Level 3). */
const QUIET_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *";

/**
 * What every answer at `/feed` says: it belongs to nobody's session, so any site may read and frame it.
 * @param isHttps whether ORIGIN is https
 */
export const openHeaders = (isHttps: boolean): Record<string, string> => ({
	'access-control-allow-origin': '*',
	'content-security-policy': QUIET_POLICY,
	'cross-origin-resource-policy': 'cross-origin',
	'referrer-policy': 'no-referrer',
	vary: 'Accept-Encoding',
	'x-content-type-options': 'nosniff',
	...(isHttps ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {})
});
