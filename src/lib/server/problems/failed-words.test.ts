import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../errors.ts';
import type { Failed, Step } from './failed-step.ts';
import { problemPage, readFound } from './problem-page.ts';
import type { Cause } from './cause.ts';

const NOTHING = { metaSaid: null, expected: null, arrived: null, connectionId: null, scopes: [] };
const page = (code: ErrorCode, step: Step, cause: Cause, more: Partial<Failed> = {}) => {
	const failed = { step, cause, detail: null, declinedBasic: false, ...more };
	const found = readFound(JSON.stringify(failed));
	return problemPage(code, { ...NOTHING, provider: 'instagram', ...found });
};
const text = (...of: Parameters<typeof page>) => JSON.stringify(page(...of));

describe('a refusal', () => {
	it.each<[Step]>([['long_lived'], ['profile'], ['accounts'], ['page_token']])(
		'after a good code exchange blames neither secret nor redirect address: %s',
		(step) => {
			const { title, sentence, steps } = page('meta_refused', step, 'refused') ?? {};
			expect(sentence).toMatch(/^Meta accepted id, secret and redirect address, and then refused/);
			expect(JSON.stringify([title, steps])).not.toMatch(/secret|redirect/);
		}
	);

	it.each<[Cause, RegExp]>([
		['app_secret', /app secret/],
		['app_blocked', /alerts/],
		['app_unknown', /Compare its id/],
		['two_factor', /two-factor/i]
	])('of %s has the cure of that cause, at every step', (cause, cure) => {
		expect(text('meta_refused', 'code', cause)).toMatch(cure);
		expect(text('meta_refused', 'profile', cause)).toMatch(cure);
	});

	it('of a redirect address names it alone, and so of a used code', () => {
		const redirect = page('meta_refused', 'code', 'refused', {
			detail: 'Please make sure your redirect_uri is identical'
		});
		expect(redirect?.title).toBe('The redirect address differs');
		const used = page('meta_refused', 'code', 'refused', {
			detail: 'Matching code was not found or was already used'
		});
		expect(JSON.stringify(used)).not.toMatch(/secret|redirect/);
	});

	it('for a declined permission offers no tester role', () => {
		const declined = text('meta_refused', 'profile', 'not_a_tester', { declinedBasic: true });
		expect(declined).toMatch(/declined the permission/);
		expect(declined).not.toMatch(/tester/);
	});

	it('before any consent says so', () => {
		expect(text('meta_refused', 'authorize', 'refused')).toMatch(/without asking/);
	});
});

describe('no answer', () => {
	it.each([
		['DNS_BLOCKED', /DNS blocker/],
		['ECONNREFUSED', /refused.*HTTPS_PROXY/],
		['ENOTFOUND', /not known here/],
		['EAI_AGAIN', /no DNS server/],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS/],
		['CERT_HAS_EXPIRED', /clock/],
		['ERR_TLS_CERT_ALTNAME_INVALID', /certificate/],
		['UND_ERR_CONNECT_TIMEOUT', /in time/],
		['EHOSTUNREACH', /no way there/]
	])('by %s says why and what to do', (detail, words) => {
		expect(text('meta_unreachable', 'code', 'unreachable', { detail })).toMatch(words);
	});

	it.each<[ErrorCode, Cause]>([
		['meta_unreachable', 'unreachable'],
		['meta_unreachable', 'meta_down'],
		['meta_unexpected', 'unexpected'],
		['meta_busy', 'throttled']
	])('spends the code, so %s starts again and does not wait (%s)', (code, cause) => {
		const shown = page(code, 'code', cause);
		expect(shown?.action?.label).toBe('Start again');
		expect(shown?.happened).toMatch(/needs a new one/);
		expect(JSON.stringify(shown)).not.toMatch(/\bwait\b/i);
	});
});

it("Meta's own page has its own sentences", () => {
	const sentences = (['server_error', 'temporarily_unavailable', 'meta_refused'] as const).map(
		(code) => problemPage(code, null)?.sentence
	);
	expect(new Set(sentences).size).toBe(3);
});

it('what was found instead of an account is still read', () => {
	const found = { pageCount: 1, withoutRole: 0, declined: [] };
	expect(readFound(JSON.stringify(found))).toEqual({ found, failed: null });
	expect(readFound(null)).toEqual({ found: null, failed: null });
});
