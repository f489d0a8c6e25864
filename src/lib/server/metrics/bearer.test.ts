import { expect, test } from 'vitest';
import { admitsBearer } from './bearer.ts';

const TOKEN = 'a-token-of-nineteen';

test.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `Bearer   ${TOKEN} `])('%j opens', (header) => {
	expect(admitsBearer(header, TOKEN)).toBe(true);
});

test.each([
	null,
	'',
	'Bearer',
	'Bearer ',
	TOKEN,
	`Basic ${TOKEN}`,
	`Basic ${btoa(`x:${TOKEN}`)}`,
	`Bearer ${TOKEN}x`,
	`Bearer ${TOKEN.slice(1)}`,
	`Bearer ${TOKEN.toUpperCase()}`,
	`Bearer ${TOKEN}, Bearer ${TOKEN}`
])('%j does not', (header) => {
	expect(admitsBearer(header, TOKEN)).toBe(false);
});
