import { describe, expect, it } from 'vitest';
import { type ErrorCode, STATUS_OF } from '../errors.ts';
import { type ProblemFacts, problemPage } from './problem-page.ts';

const FACTS: ProblemFacts = {
	metaSaid: 'Matching code was not found',
	expected: 'ada.draws',
	arrived: 'north.pier.radio',
	connectionId: '8a6f',
	scopes: ['instagram_business_basic', 'instagram_business_manage_comments']
};

const CODES = Object.keys(STATUS_OF) as ErrorCode[];
const SHOWN = CODES.filter((code) => problemPage(code, null));

describe('the page of cause', () => {
	it.each([
		['denied', 400],
		['state_unknown', 400],
		['state_used', 400],
		['state_expired', 400],
		['state_foreign', 400],
		['stranger', 403],
		['not_an_identity', 403],
		['not_a_tester', 403],
		['other_account', 409],
		['account_taken', 409],
		['meta_unreachable', 502],
		['meta_unexpected', 502],
		['meta_refused', 502]
	] as const)('of %s has status %i', (code, status) => {
		expect(problemPage(code, null)?.status).toBe(status);
	});

	it.each(SHOWN)(
		'of %s says cause, data and cure in whole sentences, with facts and without',
		(code) => {
			for (const facts of [null, FACTS]) {
				const page = problemPage(code, facts);
				expect(page?.title).toMatch(/^[A-Z].{8,}/);
				expect(page?.sentence).toMatch(/^[A-Z@].*[.]$/);
				expect(page?.happened).toMatch(/[.]$/);
				expect(page?.action?.href).toMatch(/^\//);
				expect(JSON.stringify(page)).not.toMatch(/undefined|null @|@null/);
			}
		}
	);

	it('names both accounts of a mix-up', () => {
		const sentence = problemPage('other_account', FACTS)?.sentence;
		expect(sentence).toContain('@ada.draws');
		expect(sentence).toContain('@north.pier.radio');
	});

	it('starts the same journey again', () => {
		expect(problemPage('denied', FACTS)?.action?.href).toBe(
			'/auth/instagram/login?scopes=instagram_business_basic%2Cinstagram_business_manage_comments&connection=8a6f'
		);
	});

	it('exists for no other error', () => {
		expect(problemPage('not_found', null)).toBeNull();
	});
});
