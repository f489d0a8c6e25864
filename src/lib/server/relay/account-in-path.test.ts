import { describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { chooseConnection, whoIsNamed } from './account-in-path.ts';

const ADA = '17841400000000001';
const BOB = '17841400000000002';
const POST = '17900000000000001';

const ada = connectionRow({ id: 'a', accountId: ADA, appScopedId: '25000000000000001' });
const bob = connectionRow({ id: 'b', accountId: BOB, appScopedId: '25000000000000002' });
const bobsPage = {
	...connectionRow({ id: 'p', accountId: BOB, provider: 'facebook', appScopedId: '9009' }),
	pageId: '10001'
};

const named = (
	segment: string,
	connectionId: string | null,
	connections: (typeof bobsPage | typeof ada)[]
) => {
	const { connection, is } = whoIsNamed(segment, connectionId, connections);
	return `${is} ${connection.id}`;
};
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('a key with one connection', () => {
	it.each([
		['me', 'me a'],
		[ADA, 'account a'],
		['25000000000000001', 'account a'],
		[POST, 'node a'],
		['1', 'node a'],
		['1_2', 'node a']
	])('%s is its %s', (segment, expected) => {
		expect(named(segment, null, [ada])).toBe(expected);
		expect(named(segment, 'a', [ada])).toBe(expected);
	});

	it('does not cover another account, known here or not', () => {
		expect(() => named(BOB, null, [ada])).toThrow(refusal('not_found'));
		expect(() => named('17841499999999999', null, [ada])).toThrow(refusal('not_found'));
	});

	it.each(['b', '0', '-1', '1e3', '__proto__', 'a'.repeat(65_536)])(
		'does not cover the connection %.10s',
		(id) => {
			expect(() => named('me', id, [ada])).toThrow(refusal('not_found'));
			expect(() => named(POST, id, [ada])).toThrow(refusal('not_found'));
		}
	);
});

describe('a login whose accounts are behind Pages', () => {
	it('has Pages, and no app-scoped ids', () => {
		expect(named('10001', null, [bobsPage])).toBe('page p');
		expect(named(BOB, null, [bobsPage])).toBe('account p');
		expect(named('9009', null, [bobsPage])).toBe('node p');
	});

	it('is the only one with Pages', () => {
		expect(named('10001', null, [Object.assign({}, ada, { pageId: '10001' })])).toBe('node a');
	});

	it('whose Page is not known yet has none', () => {
		expect(named('10001', null, [{ ...bobsPage, pageId: '' }])).toBe('node p');
	});
});

describe('a key with several connections', () => {
	it('is told which by an id of the account or of the Page', () => {
		expect(named(ADA, null, [ada, bobsPage])).toBe('account a');
		expect(named('25000000000000001', null, [ada, bobsPage])).toBe('account a');
		expect(named(BOB, null, [ada, bobsPage])).toBe('account p');
		expect(named('10001', null, [ada, bobsPage])).toBe('page p');
	});

	it('is told which by connections/ID', () => {
		expect(named('me', 'p', [ada, bobsPage])).toBe('me p');
		expect(named(POST, 'p', [ada, bobsPage])).toBe('node p');
		expect(named(BOB, 'b', [bob, bobsPage])).toBe('account b');
	});

	it('is not told by anything else', () => {
		for (const segment of ['me', POST]) {
			expect(() => named(segment, null, [ada, bobsPage])).toThrow(refusal('connection_needed'));
		}
	});

	it('is not told by an account that both logins hold', () => {
		expect(() => named(BOB, null, [bob, bobsPage])).toThrow(refusal('connection_needed'));
	});

	it('is told two things by connections/ID and an id of another one', () => {
		for (const segment of [BOB, '10001']) {
			expect(() => named(segment, 'a', [ada, bobsPage])).toThrow(refusal('not_found'));
		}
	});
});

describe('a call that names no account', () => {
	it('is for the only connection, or the one that is named', () => {
		expect(chooseConnection(null, [ada]).id).toBe('a');
		expect(chooseConnection('b', [ada, bob]).id).toBe('b');
		expect(() => chooseConnection(null, [ada, bob])).toThrow(refusal('connection_needed'));
		expect(() => chooseConnection('c', [ada, bob])).toThrow(refusal('not_found'));
		expect(() => chooseConnection(null, [])).toThrow(refusal('not_found'));
	});
});
