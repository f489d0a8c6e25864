import { expect, it } from 'vitest';
import { type Choice, toldWords } from './choice.ts';

const CHOICES: Choice[] = [
	{ type: 'connection.needs_reconnect', label: 'Needs you', isUsual: true },
	{ type: 'connection.warning', label: 'Renewing fails', isUsual: true },
	{ type: 'connection.healthy', label: 'Well again', isUsual: true },
	{ type: 'token.renewed', label: 'Token renewed', isUsual: false }
];

it.each([
	[CHOICES.map(({ type }) => type), 'Everything'],
	[
		['connection.needs_reconnect', 'connection.warning', 'connection.healthy'] as const,
		'Everything but “Token renewed”'
	],
	[['connection.warning'] as const, '“Renewing fails”']
])('%s is told as %s', (types, words) => {
	expect(toldWords({ types: [...types] }, CHOICES)).toBe(words);
});
