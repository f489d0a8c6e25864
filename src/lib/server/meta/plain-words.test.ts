import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, plainWords } from './plain-words.ts';

const TOKEN = 'IGAAQx7w9Zk3tokenTOKEN0123456789';

test.each([
	['one line', 'a\r\nb\u2028c\u0000d', 'a b c d'],
	['no marks that turn text', 'abc\u202egnp.exe\u2066x\u200f', 'abcgnp.exex'],
	['emoji stay whole', '👩‍🎨 ada', '👩‍🎨 ada'],
	['markup stays text', '<b>x</b>', '<b>x</b>'],
	['half a character', 'a\ud800', 'a\ufffd']
])('plain text: %s', (_, text, expected) => {
	expect(plainText(text, 100)).toBe(expected);
});

test('cut by characters, not inside one', () => {
	expect(plainText('👍'.repeat(10), 10)).toBe('👍'.repeat(10));
	expect(plainText('👍'.repeat(11), 10)).toBe(`${'👍'.repeat(9)}…`);
});

test.each([
	['as sent', `Bad token ${TOKEN}.`, 'Bad token ….'],
	['URL-encoded', `Bad code a%2Fb%23c.`, 'Bad code ….'],
	['broken by unseen characters', `Bad ${TOKEN.slice(0, 20)}\u200b${TOKEN.slice(20)}`, 'Bad …'],
	['half of it', `Malformed ${TOKEN.slice(0, 26)}`, 'Malformed …'],
	['a token that was not sent', `Use IGAAother0123456789abcdefgh`, 'Use …']
])('secrets are blanked: %s', (_, text, expected) => {
	const words = plainWords(text, [TOKEN, 'a/b#c']);
	expect(words).toBe(expected);
});

test('names of permissions are no tokens', () => {
	const words = '(#10) Requires instagram_business_manage_comments permission';
	expect(plainWords(words)).toBe(words);
});

test('whatever surrounds a secret, it does not come through', () => {
	const secret = fc.stringMatching(/^[\w.~/+-]{12,60}$/);
	fc.assert(
		fc.property(fc.string(), secret, fc.string({ unit: 'binary' }), (before, token, after) => {
			const words = plainWords(`${before}${token}${after}`, [token]);
			expect(words).not.toContain(token);
			expect(Array.from(words).length).toBeLessThanOrEqual(200);
			expect(words).not.toMatch(/[\p{Cc}\u202e]/u);
		})
	);
});
