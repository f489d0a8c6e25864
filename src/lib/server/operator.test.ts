import { expect, it } from 'vitest';
import { operatorOf } from './operator.ts';

const ORIGIN = new URL('https://mooring.example');

it('is named by ORIGIN where nobody said who it is, and says what is missing', () => {
	expect(operatorOf({ name: null, contact: null }, ORIGIN)).toEqual({
		name: 'the operator of https://mooring.example',
		isNamed: false,
		contact: null,
		missing: ['OPERATOR_NAME', 'OPERATOR_CONTACT']
	});
});

it.each([
	['ada@mooring.example', 'mailto:ada@mooring.example'],
	['https://mooring.example/contact', 'https://mooring.example/contact']
])('is reached at %s', (contact, href) => {
	const view = operatorOf({ name: 'Ada Draws', contact }, ORIGIN);
	expect(view).toEqual({
		name: 'Ada Draws',
		isNamed: true,
		contact: { words: contact, href },
		missing: []
	});
});
