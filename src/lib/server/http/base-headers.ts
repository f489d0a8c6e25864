/**
 * The security headers of every answer, static files too (OWASP ASVS 5.0, section 3.4). What a page
 * may load is in its own policy; without one it may load nothing.
 */
export const baseHeaders = (origin: URL): Record<string, string> => ({
	'content-security-policy':
		"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
	// no-referrer would make browsers send "Origin: null" with our own forms.
	'referrer-policy': 'same-origin',
	...(origin.protocol === 'https:'
		? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
		: {})
});
