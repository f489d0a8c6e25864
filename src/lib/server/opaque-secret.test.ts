import { expect, test } from 'vitest';
import { hashOf, isSameSecret, newSecret } from './opaque-secret.ts';

test('a secret is the same as itself alone', () => {
	const secret = newSecret();
	expect(isSameSecret(secret, secret)).toBe(true);
	expect(isSameSecret(secret, newSecret())).toBe(false);
	expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('the empty text is no secret, and the same as nothing', () => {
	expect(isSameSecret('', '')).toBe(false);
	expect(isSameSecret('', 'a')).toBe(false);
	expect(hashOf('')).not.toBe(hashOf(''));
});
