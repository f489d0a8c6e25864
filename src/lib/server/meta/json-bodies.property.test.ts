import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MetaRefused, UnexpectedAnswer } from './errors.ts';
import { judge, parse } from './judge.ts';
import { longLivedAnswer, profileAnswer, revokeAnswer, shortLivedAnswer } from './schemas.ts';

const FIELDS = [
	'access_token',
	'expires_in',
	'user_id',
	'id',
	'username',
	'permissions',
	'data',
	'error',
	'message',
	'code',
	'success'
];
/** Names that reach into every object of the program where somebody assigns by them. */
const REACHING = ['__proto__', 'constructor', 'prototype', 'toString', 'polluted'];

/** JSON text, written by hand so that `__proto__` and doubled keys are really in it. */
const { json } = fc.letrec<{ json: string; object: string }>((tie) => ({
	json: fc.oneof(
		{ maxDepth: 4 },
		fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.stringify(value)),
		fc.constantFrom('1e999', '-0', '9007199254740993', '"\\ud800"', '"IGAAtoken"', '5184000'),
		fc.array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join()}]`),
		tie('object')
	),
	object: fc
		.array(fc.tuple(fc.constantFrom(...FIELDS, ...REACHING), tie('json')), { maxLength: 5 })
		.map((pairs) => `{${pairs.map(([name, value]) => `"${name}":${value}`).join()}}`)
}));
/** What every schema can use, and beside it what none of them asked for. */
const usable = fc
	.array(fc.tuple(fc.constantFrom(...REACHING), json), { minLength: 1, maxLength: 3 })
	.map((pairs) => {
		const fields = '"access_token":"IGAAtoken","expires_in":5184000,"id":"1","user_id":"2"';
		const more = pairs.map(([name, value]) => `"${name}":${value}`).join();
		return `{${fields},"username":"ada.draws","success":true,${more}}`;
	});
const damaged = fc.tuple(json, fc.nat(40)).map(([text, end]) => text.slice(0, end));
const body = fc.oneof(
	{ weight: 3, arbitrary: json },
	usable,
	damaged,
	fc.string({ unit: 'binary' })
);

afterEach(() => {
	expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	expect(Object.keys(Object.prototype)).toEqual([]);
});

describe('a body of JSON', () => {
	it('is read or is none, and reaches nothing outside of it', () => {
		fc.assert(
			fc.property(body, (text) => {
				const value = parse(text);
				if (value === undefined) return;
				expect(Object.keys(Object.prototype)).toEqual([]);
				expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
			})
		);
	});

	it('becomes what its schema names and nothing else, or one of two errors', () => {
		const schema = fc.constantFrom(shortLivedAnswer, longLivedAnswer, profileAnswer, revokeAnswer);
		const outcomes = new Set<string>();
		fc.assert(
			fc.property(body, schema, fc.constantFrom(200, 400), (text, answer, status) => {
				try {
					const value = judge<unknown>({ status, text }, answer, []);
					outcomes.add('value');
					if (typeof value !== 'object' || value === null) return;
					expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
					for (const name of Object.keys(value)) expect(REACHING).not.toContain(name);
				} catch (error) {
					if (!(error instanceof MetaRefused || error instanceof UnexpectedAnswer)) throw error;
					outcomes.add(error.name);
				}
			}),
			{ numRuns: 4_000, seed: 11 }
		);
		expect([...outcomes].sort()).toEqual(['MetaRefused', 'UnexpectedAnswer', 'value']);
	});

	it('ten thousand levels deep is an error like any other', () => {
		const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
		expect(() => judge({ status: 200, text: deep }, profileAnswer, [])).toThrow(UnexpectedAnswer);
	});
});
