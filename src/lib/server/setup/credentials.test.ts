import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoginSettings } from '../settings/login.ts';
import { mixupChecks } from './app-mixup.ts';
import { credentialChecks } from './credentials.ts';

const ID = '990602627938098';
const SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const app = (clientId = ID, clientSecret = SECRET): LoginSettings => ({
	clientId,
	clientSecret,
	redirectUri: 'https://mooring.example/auth/instagram/callback',
	redirectIsOnOrigin: true
});
const metaApp = (clientId: string, clientSecret: string, configId: string | null = null) => ({
	...app(clientId, clientSecret),
	configId
});
const OTHER = metaApp('1234567890123456', 'ffffffffffffffffffffffffffffffff');

const stateOf = (id: string, login: LoginSettings) =>
	credentialChecks({ instagram: login, facebook: null }).find((check) => check.id === id)?.state;

describe('id and secret', () => {
	it('are wrong where no login has any', () => {
		expect(credentialChecks({ instagram: null, facebook: null })).toMatchObject([
			{ id: 'instagram-credentials', state: 'wrong' }
		]);
	});

	it('of one login are enough', () => {
		const states = credentialChecks({ instagram: app(), facebook: null }).map(({ state }) => state);
		expect(states).toEqual(['fine', 'fine', 'fine']);
		const facebook = credentialChecks({ instagram: null, facebook: OTHER });
		expect(facebook.every(({ state }) => state === 'fine')).toBe(true);
		expect(facebook.map(({ id }) => id)).toContain('facebook-secret');
	});

	it.each(['12345a', '"123', '12 34', ' 1234', 'CLIENT_ID=1234', '１２３'])(
		'the id %j is a warning',
		(id) => expect(stateOf('instagram-id', app(id))).toBe('warning')
	);

	it.each([
		`${SECRET} `,
		`'${SECRET}`,
		`SECRET=${SECRET}`,
		SECRET.slice(1),
		`${SECRET}0`,
		'g'.repeat(32)
	])('the secret %j is a warning', (secret) =>
		expect(stateOf('instagram-secret', app(ID, secret))).toBe('warning')
	);

	it.each([
		['"123', 'quotation mark'],
		['ID=123', 'equals sign'],
		[' 123', 'begins or ends with a space'],
		['12 3', 'has a space in it'],
		['12x', 'has 3 characters']
	])('of the id %j says what is odd', (id, words) => {
		const checks = credentialChecks({ instagram: app(id), facebook: null });
		expect(checks[0]?.sentence).toContain(words);
	});

	it.each(['undefined', 'null', 'NaN', ' undefined '])('the word %j is wrong', (word) => {
		expect(stateOf('instagram-id', app(word))).toBe('wrong');
		expect(stateOf('instagram-secret', app(ID, word))).toBe('wrong');
	});

	it('in each other’s place are wrong', () => {
		expect(stateOf('instagram-id', app(SECRET, ID))).toBe('wrong');
		// A secret may happen to be digits alone: then nothing tells.
		expect(stateOf('instagram-id', app('1'.repeat(32), ID))).toBe('fine');
	});

	it('are told to nobody, not even in part', () => {
		const odd = fc.string({ minLength: 8, unit: fc.constantFrom(...'xyzXYZ#%@"= ') });
		fc.assert(
			fc.property(odd, odd, (id, secret) => {
				fc.pre(id.trim().length > 3 && secret.trim().length > 3);
				const logins = { instagram: app(id, secret), facebook: metaApp(secret, id, id) };
				const told = JSON.stringify([...credentialChecks(logins), ...mixupChecks(logins)]);
				expect(told).not.toContain(JSON.stringify(id).slice(1, -1));
				expect(told).not.toContain(JSON.stringify(secret).slice(1, -1));
			})
		);
	});
});

describe('two apps', () => {
	const state = (facebook: ReturnType<typeof metaApp> | null) =>
		mixupChecks({ instagram: app(), facebook }).map((check) => check.state);

	it('differ', () => {
		expect(state(null)).toEqual([]);
		expect(state(OTHER)).toEqual(['fine']);
	});

	it.each([
		['the same id', metaApp(ID, 'f'.repeat(32))],
		['the same id, with a space', metaApp(`${ID} `, 'f'.repeat(32))],
		['the same secret', metaApp('1234567890123456', SECRET)],
		['the other’s secret as its id', metaApp(SECRET, 'f'.repeat(32))],
		[
			'its own id as configuration',
			metaApp('1234567890123456', 'f'.repeat(32), '1234567890123456')
		],
		['the other’s id as configuration', metaApp('1234567890123456', 'f'.repeat(32), ID)]
	])('with %s are wrong', (_, facebook) => expect(state(facebook)).toEqual(['wrong']));

	it('says of equal ids what they are', () => {
		const [check] = mixupChecks({ instagram: app(), facebook: metaApp(ID, 'f'.repeat(32)) });
		expect(check?.title).toBe('The Instagram app id is the Meta app id');
	});
});
