import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { BASIC, INSTAGRAM_SCOPES, readScopes } from './scopes.ts';

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
	['email', 'Instagram Login has no permission “email”.'],
	['Instagram_Business_Basic', 'Instagram Login has no permission “Instagram_Business_Basic”.'],
	['constructor', 'Instagram Login has no permission “constructor”.'],
	['a\u202eb', 'Instagram Login has no permission “ab”.'],
	['x'.repeat(5_000), `Instagram Login has no permission “${'x'.repeat(59)}…”.`]
])('refused: %s', (parameter, sentence) => {
	expect(() => readScopes(parameter)).toThrow(new AppError('invalid_scopes', sentence));
});
