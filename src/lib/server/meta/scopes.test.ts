import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { allScopes, basicScopes, readScopes } from './scopes.ts';

const BASIC = 'instagram_business_basic';
const INSTAGRAM_SCOPES = allScopes('instagram');
const FACEBOOK_SCOPES = allScopes('facebook');

const COMMENTS = 'instagram_business_manage_comments';
const INSIGHTS = 'instagram_business_manage_insights';

test.each([
	['none told', null, [BASIC]],
	['nothing', '', [BASIC]],
	['only commas', ' ,,', [BASIC]],
	['one', COMMENTS, [BASIC, COMMENTS]],
	['basic comes first', `${COMMENTS},${BASIC}`, [BASIC, COMMENTS]],
	['their order stays', `${INSIGHTS},${COMMENTS}`, [BASIC, INSIGHTS, COMMENTS]],
	['each once', `${COMMENTS}, ${COMMENTS},${BASIC},${BASIC}`, [BASIC, COMMENTS]],
	['all', INSTAGRAM_SCOPES.join(','), INSTAGRAM_SCOPES]
])('%s', (_, parameter, expected) => {
	expect(readScopes(parameter)).toEqual(expected);
});

test.each([
	['business_basic', 'business_basic ended on 27 January 2025; ask for instagram_business_basic.'],
	[
		`${BASIC},business_manage_comments`,
		`business_manage_comments ended on 27 January 2025; ask for ${COMMENTS}.`
	],
	[
		'user_media',
		'user_media ended with the Basic Display API on 4 December 2024; ask for instagram_business_basic.'
	],
	[
		'instagram_basic',
		'instagram_basic belongs to Facebook Login; ask for instagram_business_basic.'
	],
	[
		'pages_show_list',
		'pages_show_list belongs to Facebook Login; Instagram Login needs no Page and nothing in its place.'
	],
	['email', 'Instagram Login has no permission “email”.'],
	['Instagram_Business_Basic', 'Instagram Login has no permission “Instagram_Business_Basic”.'],
	['constructor', 'Instagram Login has no permission “constructor”.'],
	['a\u202eb', 'Instagram Login has no permission “ab”.'],
	['x'.repeat(5_000), `Instagram Login has no permission “${'x'.repeat(59)}…”.`]
])('refused: %s', (parameter, sentence) => {
	expect(() => readScopes(parameter)).toThrow(new AppError('invalid_scopes', sentence));
});

const FACEBOOK_BASIC = ['instagram_basic', 'pages_show_list', 'pages_read_engagement'];

test('basic is what the login cannot do without, and nobody else can change it', () => {
	expect(basicScopes('instagram')).toEqual([BASIC]);
	expect(basicScopes('facebook')).toEqual(FACEBOOK_BASIC);
	basicScopes('facebook').push('business_management');
	expect(basicScopes('facebook')).toEqual(FACEBOOK_BASIC);
});

test.each([
	['none told', null, FACEBOOK_BASIC],
	['nothing', '', FACEBOOK_BASIC],
	['one of the basic ones', 'pages_show_list', FACEBOOK_BASIC],
	[
		'basic comes first, their order stays, each once',
		'business_management, instagram_manage_comments pages_show_list,business_management',
		[...FACEBOOK_BASIC, 'business_management', 'instagram_manage_comments']
	],
	['all', FACEBOOK_SCOPES.join(','), FACEBOOK_SCOPES]
])('Facebook Login: %s', (_, parameter, expected) => {
	expect(readScopes(parameter, 'facebook')).toEqual(expected);
});

test.each([
	['business_basic', 'business_basic ended on 27 January 2025; ask for instagram_basic.'],
	[
		'business_manage_comments',
		'business_manage_comments ended on 27 January 2025; ask for instagram_manage_comments.'
	],
	[
		'user_profile',
		'user_profile ended with the Basic Display API on 4 December 2024; ask for instagram_basic.'
	],
	[BASIC, 'instagram_business_basic belongs to Instagram Login; ask for instagram_basic.'],
	[
		`instagram_basic,${INSIGHTS}`,
		`${INSIGHTS} belongs to Instagram Login; ask for instagram_manage_insights.`
	],
	['ads_read', 'Mooring cannot ask Facebook Login for a permission “ads_read”.'],
	['__proto__', 'Mooring cannot ask Facebook Login for a permission “__proto__”.'],
	['a\u202eb', 'Mooring cannot ask Facebook Login for a permission “ab”.']
])('refused of Facebook Login: %s', (parameter, sentence) => {
	expect(() => readScopes(parameter, 'facebook')).toThrow(new AppError('invalid_scopes', sentence));
});

test('every scope of the one login names its counterpart when asked of the other', () => {
	for (const name of INSTAGRAM_SCOPES) {
		const counterpart = name.replace('instagram_business_', 'instagram_');
		expect(FACEBOOK_SCOPES).toContain(counterpart);
		expect(() => readScopes(name, 'facebook')).toThrow(`ask for ${counterpart}.`);
		expect(() => readScopes(counterpart)).toThrow(`ask for ${name}.`);
	}
});

test('any text is scopes or one sentence, for both logins', () => {
	const names = fc.constantFrom(...INSTAGRAM_SCOPES, ...FACEBOOK_SCOPES, 'user_media', ',');
	const text = fc.array(fc.oneof(names, fc.string({ unit: 'binary' }))).map((list) => list.join());
	fc.assert(
		fc.property(text, fc.constantFrom('instagram', 'facebook'), (parameter, provider) => {
			const all = provider === 'facebook' ? FACEBOOK_SCOPES : INSTAGRAM_SCOPES;
			try {
				const scopes = readScopes(parameter, provider);
				const basic = basicScopes(provider);
				expect(scopes.slice(0, basic.length)).toEqual(basic);
				expect(scopes.every((name) => all.includes(name))).toBe(true);
			} catch (error) {
				if (!(error instanceof AppError)) throw error;
				expect(error.code).toBe('invalid_scopes');
			}
		})
	);
});
