import { describe, expect, it } from 'vitest';
import { type ErrorCode, STATUS_OF } from '../errors.ts';
import type { ProblemFacts } from './connect-problem.ts';
import { problemPage } from './problem-page.ts';

const FACTS: ProblemFacts = {
	provider: 'instagram',
	found: null,
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
		['nothing_linked', 409],
		['internal', 500],
		['meta_unreachable', 502],
		['meta_unexpected', 502],
		['meta_refused', 502]
	] as const)('of %s has status %i', (code, status) => {
		expect(problemPage(code, null)?.status).toBe(status);
	});

	it('of an unknown answer leads to where answers are pasted, where they are', () => {
		const action = (isPasted: boolean) => problemPage('state_unknown', null, { isPasted })?.action;
		expect(action(true)?.href).toBe('/connect/paste');
		expect(action(false)?.href).toBe('/auth/instagram/login');
	});

	it.each([
		['locked', 'Put the old key back where it was'],
		['not_configured', 'Type them into Setup.']
	] as const)(
		'of %s tells who may set up how it is mended, and anybody else by whom',
		(code, how) => {
			expect(problemPage(code, null, { maySetUp: true })?.sentence).toContain(how);
			const visitors = problemPage(code, null)?.sentence;
			expect(visitors).not.toContain(how);
			expect(visitors).toContain('Whoever runs this Mooring can mend that.');
		}
	);

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

	it.each([
		['not_an_identity', {}, 'Not signed in'],
		['stranger', {}, 'Not signed in'],
		['denied', { isSignIn: true }, 'Not signed in'],
		['denied', {}, 'Not connected'],
		['denied', { confirms: '/settings' }, 'Not confirmed'],
		['not_confirmed', {}, 'Not confirmed'],
		['state_used', {}, 'Nothing changed']
	] as const)('of %s %j is badged "%s"', (code, more, outcome) => {
		expect(problemPage(code, { ...FACTS, ...more })?.outcome).toBe(outcome);
	});

	it.each(SHOWN)('of %s is not titled as the opposite of its badge', (code) => {
		const page = problemPage(code, FACTS);
		expect(page?.title).not.toMatch(/account is connected|is connected\b/);
	});

	it('names both accounts of a mix-up', () => {
		const sentence = problemPage('other_account', FACTS)?.sentence;
		expect(sentence).toContain('@ada.draws');
		expect(sentence).toContain('@north.pier.radio');
	});

	it('starts the same attempt again', () => {
		expect(problemPage('denied', FACTS)?.action?.href).toBe(
			'/auth/instagram/login?scopes=instagram_business_basic,instagram_business_manage_comments&connection=8a6f'
		);
	});

	it('offers to connect the other account as a further one', () => {
		expect(problemPage('other_account', FACTS)?.other).toEqual({
			label: 'Connect @north.pier.radio as a further account',
			href: '/auth/instagram/login?scopes=instagram_business_basic,instagram_business_manage_comments'
		});
		expect(problemPage('denied', FACTS)?.other).toBeNull();
	});

	it.each([
		[
			'a declined permission',
			{ pageCount: 0, withoutRole: 0, declined: ['pages_show_list'] },
			/pages_show_list/
		],
		['a role too small', { pageCount: 2, withoutRole: 1, declined: [] }, /role there is too small/],
		[
			'Pages without an account',
			{ pageCount: 3, withoutRole: 0, declined: [] },
			/any of your 3 Pages/
		],
		[
			'no Page at all',
			{ pageCount: 0, withoutRole: 0, declined: ['email'] },
			/no Page that you manage/
		]
	])('names what is missing: %s', (_name, found, sentence) => {
		const page = problemPage('nothing_linked', { ...FACTS, provider: 'facebook', found });
		expect(page?.sentence).toMatch(sentence);
		expect(page?.action?.href).toMatch(/^\/auth\/facebook\/login\?/);
	});

	it('asks for the portfolio only where no Page was seen', () => {
		const hrefOf = (pageCount: number) =>
			problemPage('nothing_linked', {
				...FACTS,
				provider: 'facebook',
				found: { pageCount, withoutRole: 0, declined: [] }
			})?.action?.href;
		expect(hrefOf(0)).toContain('business_management');
		expect(hrefOf(1)).not.toContain('business_management');
	});

	it('asks for the portfolio no second time where it was granted', () => {
		const found = {
			pageCount: 0,
			withoutRole: 0,
			granted: ['business_management'],
			declined: []
		};
		const page = problemPage('nothing_linked', { ...FACTS, provider: 'facebook', found });
		expect(page?.action?.href).not.toContain('business_management');
		expect(JSON.stringify(page)).not.toContain('asks for it');
		expect(page?.sentence).toContain('business portfolios');
	});

	it('exists for no other error', () => {
		expect(problemPage('not_found', null)).toBeNull();
	});
});
