/**
 * What can come of one renewal: as in the ledger, or `held` (Meta's limits: put off, and not counted),
 * `overtaken` (the connection moved on meanwhile, so nothing was stored), or `crashed` (our own fault:
 * logged, and the lease runs out).
 */
export const RENEWAL_RESULTS = [
	'renewed',
	'checked',
	'transient',
	'rejected',
	'skipped',
	'held',
	'overtaken',
	'crashed'
] as const;
export type RenewalResult = (typeof RENEWAL_RESULTS)[number];
