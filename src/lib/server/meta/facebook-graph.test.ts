import { expect, test } from 'vitest';
import { appSecretProof } from './facebook-graph.ts';

test('RFC 4231, test case 2: the secret is the key, the token is the message', () => {
	expect(appSecretProof('what do ya want for nothing?', 'Jefe')).toBe(
		'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
	);
});
