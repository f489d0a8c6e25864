import { expect, test } from 'vitest';
import { readMasterKeys } from './secret-key.ts';

const bytes = (start: number) =>
	Buffer.from(Array.from({ length: 32 }, (_, i) => (start + i) % 256));
const OLD = bytes(200);
const NEW = bytes(230);

test.each([
	['base64', OLD.toString('base64')],
	['base64 without padding', OLD.toString('base64').replace('=', '')],
	['base64url', OLD.toString('base64url')]
])('one key in %s has the id 1', (_, text) => {
	expect(readMasterKeys(text)).toEqual({ keys: [{ id: '1', key: OLD }], problems: [] });
});

test('a list keeps its order: newest first', () => {
	const text = `2:${NEW.toString('base64')}, 1:${OLD.toString('base64url')}`;
	expect(readMasterKeys(text).keys).toEqual([
		{ id: '2', key: NEW },
		{ id: '1', key: OLD }
	]);
});

const good = NEW.toString('base64');
test.each([
	['nothing', '', 'base64'],
	['no base64', 'not a key at all, really not!', 'id'],
	['a stray character', `${good.slice(0, 9)}!${good.slice(9)}`, 'base64'],
	['hex', OLD.toString('hex'), '48 bytes'],
	['31 bytes', OLD.subarray(1).toString('base64'), '31 bytes'],
	['33 bytes', Buffer.concat([OLD, OLD.subarray(0, 1)]).toString('base64'), '33 bytes'],
	['one byte again and again', Buffer.alloc(32, 7).toString('base64'), 'single byte'],
	['a list without ids', `${good},${good}`, 'no id'],
	['an id twice', `1:${good},1:${OLD.toString('base64')}`, 'twice'],
	['an odd id', `a.b:${good}`, 'letters'],
	['one bad key of two', `2:${good},1:AAAA`, '(key 2 of the list)']
])('%s is refused without a word of the key', (_, text, words) => {
	const { keys, problems } = readMasterKeys(text);
	expect(keys).toEqual([]);
	expect(problems.join()).toContain(words);
	if (text.length > 20) expect(problems.join()).not.toContain(text.slice(2, 20));
});
