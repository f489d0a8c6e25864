import { expect, test } from 'vitest';
import { readDotEnv } from './dot-env.ts';
import { decodeText } from './text-file.ts';

const CANARY = 'canary-9f8e7d6c';

test.each<[string, string, Record<string, string>]>([
	['a byte-order mark before the first', '\uFEFFA=1\nB=2', { A: '1', B: '2' }],
	['a mark in the middle, of files put together', 'A=1\n\uFEFFB=2', { A: '1', B: '2' }],
	['CRLF', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
	['CR alone', 'A=1\rB=2', { A: '1', B: '2' }],
	['export, and blanks around', ' export  A = 1 \n\tB=2', { A: '1', B: '2' }],
	['comments and blank lines', '# A=0\n\n  # x\nA=1 # one\n \u00A0\n', { A: '1' }],
	['quotes', 'A="x # y"\nB=\'z\' # c\nC=`w`', { A: 'x # y', B: 'z', C: 'w' }],
	['a quoted value of several lines', 'A="x\ny" \nB=2', { A: 'x\ny', B: '2' }],
	['a quote inside a word', "A=it's", { A: "it's" }],
	['base64 and addresses', 'A=q83v+/==\nB=http://x/?y=1', { A: 'q83v+/==', B: 'http://x/?y=1' }],
	['nothing, which is unset', 'A=\nB=""\nC= # c\nD=" "\nE=1', { E: '1' }],
	['one name twice, once with nothing', 'A=\nA=1\nB=2\nB=', { A: '1', B: '2' }],
	[
		'names of other programs',
		'http_proxy=x\nnpm.config-x=y',
		{ http_proxy: 'x', 'npm.config-x': 'y' }
	]
])('reads %s', (_, text, values) => {
	expect(readDotEnv(text)).toEqual({ values, problems: [] });
});

test.each([
	['a word alone', CANARY],
	['a colon', `A: ${CANARY}`],
	['a blank for the sign', `A ${CANARY}`],
	['a shell that sets', `set A=${CANARY}`],
	['a name with a blank', `A B=${CANARY}`],
	['a name in quotes', `"A"=${CANARY}`],
	['no name', `=${CANARY}`],
	['a name that begins with a digit', `1A=${CANARY}`],
	['an invisible sign before the name', `\u200BA=${CANARY}`],
	['half of a key, broken in two', 'q83vASNFiavN7w=='],
	['half of a key with one sign', 'q83vASNFiavN7w='],
	['a quote that never ends', `A="${CANARY}`],
	['a quote that ends in the next setting', `A="${CANARY}\nB="x"`],
	['text behind a quote', `A="x"${CANARY}`],
	['a # inside a value', `A=x#${CANARY}`]
])('names the line of %s by its number, without a word of it', (_, line) => {
	const { problems } = readDotEnv(`FIRST=1\n${line}\n`);
	expect(problems).toEqual([expect.stringMatching(/^Line 2 of \.env cannot be read: .*\.$/)]);
	expect(problems.join()).not.toContain('canary');
	expect(problems.join()).not.toContain('q83v');
});

test('all such lines are named at once, and many are counted', () => {
	expect(readDotEnv('x\nA=1\ny\nB="')).toEqual({
		values: { A: '1' },
		problems: [
			expect.stringContaining('Lines 1, 3 of .env cannot be read: write NAME=value'),
			expect.stringContaining('Line 4 of .env cannot be read: close the quote')
		]
	});
	expect(readDotEnv('x\n'.repeat(20)).problems[0]).toContain('8, 9 and 11 more of .env');
});

test('a setting that stands there twice is refused: which one counts is a guess', () => {
	expect(readDotEnv(`A=${CANARY}\nB=1\nA=2`).problems).toEqual([
		'Lines 1, 3 of .env give the same setting: keep one of them.'
	]);
});

test.each([
	['UTF-16 with its mark', Buffer.from('\uFEFFA=1', 'utf16le')],
	['UTF-16 without it', Buffer.from('A=1', 'utf16le')],
	['UTF-16, the other way round', Buffer.from('\uFEFFA=1', 'utf16le').swap16()],
	['Latin-1', Buffer.from('A=é', 'latin1')],
	['a NUL', Buffer.from('A=1\0')]
])('%s is no text', (_, bytes) => {
	expect(decodeText(bytes)).toBeNull();
});
