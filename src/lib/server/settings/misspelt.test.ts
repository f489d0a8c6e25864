import { expect, test } from 'vitest';
import { misspelt } from './misspelt.ts';

const KNOWN = new Set([
	'ORIGIN',
	'PORT',
	'SECRET_KEY',
	'SECRET_KEY_FILE',
	'INSTAGRAM_CLIENT_SECRET'
]);

test.each([
	['INSTAGRAM_CLIENT_SECERT', 'INSTAGRAM_CLIENT_SECRET'],
	['INSTAGRAM_CLIENTSECRET', 'INSTAGRAM_CLIENT_SECRET'],
	['INSTAGRAM_CLIENT_SECRETS', 'INSTAGRAM_CLIENT_SECRET'],
	['INSTAGRAN_CLIENT_SECRET', 'INSTAGRAM_CLIENT_SECRET'],
	['instagram-client-secret', 'INSTAGRAM_CLIENT_SECRET'],
	['origin', 'ORIGIN'],
	['ORIGIN_FILE', 'ORIGIN'],
	['SECRET_KEY_FLIE', 'SECRET_KEY_FILE']
])('%s may mean %s', (name, meant) => {
	expect(misspelt([name], KNOWN)).toEqual([
		`${name} is set, which is no setting of Mooring; ${meant} may be meant.`
	]);
});

test.each(['POST', 'PATH', 'ORACLE', 'SECRET', 'SECRET_KEY_BASE', 'PORT', 'INSTAGRAM_SECRET'])(
	'%s means itself',
	(name) => {
		expect(misspelt([name], KNOWN)).toEqual([]);
	}
);

test('a name whose right spelling is set too is another matter', () => {
	expect(misspelt(['ORIGINS', 'ORIGIN'], KNOWN)).toEqual([]);
});
