import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFlatJson } from './flat-json.ts';

describe('a flat JSON object', () => {
	it.each<[string, [string, string][]]>([
		['{}', []],
		[' { } ', []],
		['{"a":"b"}', [['a', 'b']]],
		['{"creation_id":17841400000000001}', [['creation_id', '17841400000000001']]],
		[
			'{"n":1e999,"z":-0,"f":1.50}',
			[
				['n', '1e999'],
				['z', '-0'],
				['f', '1.50']
			]
		],
		[
			'{"hide":true,"x":false,"y":null}',
			[
				['hide', 'true'],
				['x', 'false']
			]
		],
		['{"y":"null"}', [['y', 'null']]],
		['{"children":["1", "2"]}', [['children', '["1","2"]']]],
		['{"children":[17841400000000001 , 2]}', [['children', '[17841400000000001,2]']]],
		[
			'{"user_tags":[{"username":"a, b:{}","x":0.50,"n":null}],"caption":"c"}',
			[
				['user_tags', '[{"username":"a, b:{}","x":0.50,"n":null}]'],
				['caption', 'c']
			]
		],
		['{"caption":"a \\"b\\" \\u00e9 \\\\ {[,:]}"}', [['caption', 'a "b" é \\ {[,:]}']]],
		[
			'{"\\u0061":1,"a":2}',
			[
				['a', '1'],
				['a', '2']
			]
		],
		[
			'{"a":[],"b":{}}',
			[
				['a', '[]'],
				['b', '{}']
			]
		],
		[
			'{"__proto__":{"x":1},"constructor":"y"}',
			[
				['__proto__', '{"x":1}'],
				['constructor', 'y']
			]
		],
		['{"":""}', [['', '']]]
	])('%s', (text, members) => {
		expect(readFlatJson(text)).toEqual(members);
	});

	it.each(['', '{', '[]', '[{}]', '"a"', '1', 'null', '{"a":1,}', '{a:1}', '{"a":NaN}', 'a=b'])(
		'%j is none',
		(text) => {
			expect(readFlatJson(text)).toBeNull();
		}
	);

	it('is read however deep it is', () => {
		const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
		expect(readFlatJson(`{"a":${deep}}`)?.[0]?.[1]).toBe(deep);
	});

	it('loses nothing: of any object each member comes back', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(4), (object, spaces) => {
				const members = Object.entries(object).filter(([, value]) => value !== null);
				const expected = members.map(([name, value]) => [
					name,
					typeof value === 'string' ? value : JSON.stringify(value)
				]);
				expect(readFlatJson(JSON.stringify(object, null, spaces))).toEqual(expected);
			})
		);
	});
});
