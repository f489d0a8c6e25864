import { expect, test } from 'vitest';
import { type Field, readFields } from './field-expansion.ts';

/** Written out again in a form that is easy to compare. */
const written = (fields: Field[] | null): unknown =>
	fields?.map(({ name, modifiers, fields: inner }) => [
		name,
		...(modifiers.size ? [Object.fromEntries(modifiers)] : []),
		...(inner ? [written(inner)] : [])
	]) ?? null;

test.each<[string, unknown]>([
	['id', [['id']]],
	[' id , name,', [['id'], ['name']]],
	['', []],
	['a{b,c{d}},e', [['a', [['b'], ['c', [['d']]]]], ['e']]],
	['picture.type(large)', [['picture', { type: 'large' }]]],
	['accounts.limit(5).after(x){id}', [['accounts', { limit: '5', after: 'x' }, [['id']]]]],
	['accounts{id}.limit(5)', [['accounts', { limit: '5' }, [['id']]]]],
	[
		'accounts.fields(id,picture.type(large)),name',
		[['accounts', [['id'], ['picture', { type: 'large' }]]], ['name']]
	],
	['["id","accounts{id,name}"]', [['id'], ['accounts', [['id'], ['name']]]]]
])('%j is read', (text, fields) => {
	expect(written(readFields(text))).toEqual(fields);
});

test('the text in the braces is kept', () => {
	expect(readFields('a{b, c{d}}')?.[0]?.text).toBe('b, c{d}');
});

test.each([
	'a{',
	'a}',
	'a(b',
	'a{b)',
	'{a}',
	'a{b}c',
	'a{b}{c}',
	'["a"',
	'[1]',
	'a b',
	'a.limit',
	`${'a{'.repeat(9)}a${'}'.repeat(9)}`
])('%j is refused', (text) => {
	expect(readFields(text)).toBeNull();
});
