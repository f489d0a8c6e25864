import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, readFields } from './fields.ts';

/** Names with braces, and a star where a modifier was. */
const told = (fields: Field[] | null): string | null =>
	fields &&
	fields
		.map(
			({ name, isModified, fields: inner }) =>
				name + (isModified ? '*' : '') + (inner ? `{${told(inner) ?? ''}}` : '')
		)
		.join();

describe('fields', () => {
	it.each([
		['', ''],
		[' ', ''],
		['id', 'id'],
		['id,caption', 'id,caption'],
		[' id , caption ', 'id,caption'],
		['id,\n\tcaption', 'id,caption'],
		['id,,caption,', 'id,caption'],
		['children{id,media_url}', 'children{id,media_url}'],
		['media { id } , name', 'media{id},name'],
		['comments.limit(25){id,replies.limit(5){id}}', 'comments*{id,replies*{id}}'],
		['media.limit(3).after(QVFI-_==){id}', 'media*{id}'],
		['insights.metric(reach, views).period(day)', 'insights*'],
		['media.since(2026-01-01 00:00)', 'media*'],
		['media . limit (5) {id}', 'media*{id}'],
		['children{}', 'children{}'],
		['a{b{c{d{e}}}}', 'a{b{c{d{e}}}}'],
		['a{b},c{d{e},f},g', 'a{b},c{d{e},f},g']
	])('%j', (text, names) => {
		expect(told(readFields(text))).toBe(names);
	});

	it.each([
		'a{b{c{d{e{f}}}}}',
		'{',
		'}',
		'id}',
		'{id}',
		'media{id',
		'media{id}}',
		'media{id}{caption}',
		'media{id}.limit(1)',
		'media{id}name',
		'id caption',
		'media.limit',
		'media.limit(',
		'media.limit(1',
		'media.limit(1))',
		'media.limit((1))',
		'media.limit({1})',
		'media.limit([1])',
		'media.after(\0)',
		'media.fields(id)',
		'media.Fields(access_token)',
		'.limit(1)',
		',.limit(1)',
		'media,{id}',
		'["id","caption"]',
		'id;caption',
		'id|caption',
		'1id',
		'id-1',
		'ｉｄ',
		'id\0',
		'id\u200b',
		'"id"',
		'*',
		'media(id)',
		'{'.repeat(200),
		`${'a{'.repeat(200)}${'}'.repeat(200)}`
	])('%j cannot be read', (text) => {
		expect(readFields(text)).toBeNull();
	});

	it('are at most a hundred names, counted in braces too, and 5 KB', () => {
		const names = (count: number) => Array.from({ length: count }, () => 'a').join();
		expect(readFields(names(100))).toHaveLength(100);
		expect(readFields(names(101))).toBeNull();
		expect(readFields(`m{${names(99)}}`)).toHaveLength(1);
		expect(readFields(`m{${names(100)}}`)).toBeNull();
		expect(readFields('a'.repeat(5 * 1024))).toHaveLength(1);
		expect(readFields('a'.repeat(5 * 1024 + 1))).toBeNull();
		expect(readFields(`a.b(${'é'.repeat(2560)})`)).toBeNull();
	});

	it('are read in a moment, however they are written', () => {
		const start = performance.now();
		for (const text of [
			' '.repeat(5120),
			'a '.repeat(2560),
			`a.b(${' '.repeat(5000)}`,
			'.'.repeat(5120)
		]) {
			readFields(text);
		}
		expect(performance.now() - start).toBeLessThan(1_000);
	});

	it('tell each name that stands in them, and no other', () => {
		const name = fc.stringMatching(/^[a-z_]{1,8}$/);
		const space = fc.constantFrom('', ' ', '\n');
		const { list } = fc.letrec<{ list: string; field: string }>((tie) => ({
			field: fc
				.tuple(
					name,
					fc.array(fc.constantFrom('.limit(5)', '.metric(reach,views)', '.order( x )'), {
						maxLength: 2
					}),
					fc.option(tie('list'), { depthSize: 'small', maxDepth: 3 }),
					space
				)
				.map(([one, modifiers, inner, gap]) =>
					[one, ...modifiers, inner === null ? '' : `{${inner}}`].join(gap)
				),
			list: fc.array(tie('field'), { minLength: 1, maxLength: 3 }).map((fields) => fields.join())
		}));
		fc.assert(
			fc.property(list, (text) => {
				const expected = text
					.replace(/\([^)]*\)/g, '()')
					.replace(/\.\s*[a-z]+\s*\(\)/g, '*')
					.replace(/\s+/g, '')
					.replace(/\*+/g, '*');
				const fields = readFields(text);
				if (fields) expect(told(fields)).toBe(expected);
				else expect(text.split(/[,{]/).length > 100 || Buffer.byteLength(text) > 5120).toBe(true);
			})
		);
	});
});
