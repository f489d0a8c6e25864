import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { fingerprint, keyring } from './keyring.ts';
import { tokenVault, UnreadableToken, type TokenPlace } from './token-vault.ts';

const OLD = { id: '1', key: Buffer.alloc(32, 'old') };
const NEW = { id: '2', key: Buffer.alloc(32, 'new') };
const PLACE: TokenPlace = {
	connectionId: 'c1',
	provider: 'instagram',
	accountId: '17841400000000001'
};

test('a token comes back', () => {
	const vault = tokenVault(keyring([OLD]));
	expect(vault.isLocked).toBe(false);
	expect(vault.open(vault.seal('IGAA', PLACE), PLACE)).toBe('IGAA');
});

test.each<[string, TokenPlace]>([
	['row', { ...PLACE, connectionId: 'c2' }],
	['provider', { ...PLACE, provider: 'facebook' }],
	['account', { ...PLACE, accountId: '17841400000000002' }],
	['end', { metaAppOf: 'instagram' }]
])('copied to another %s it does not open', (_, place) => {
	const vault = tokenVault(keyring([OLD]));
	expect(() => vault.open(vault.seal('IGAA', PLACE), place)).toThrow(UnreadableToken);
});

test('what is typed into Setup is sealed by a key of its own', () => {
	const keys = keyring([OLD]);
	expect(keys.key('meta apps', '1')?.equals(keys.key('tokens', '1') ?? Buffer.alloc(0))).toBe(
		false
	);
	const vault = tokenVault(keys);
	const sealed = vault.seal('{}', { metaAppOf: 'instagram' });
	expect(vault.open(sealed, { metaAppOf: 'instagram' })).toBe('{}');
	expect(() => vault.open(sealed, { metaAppOf: 'facebook' })).toThrow(UnreadableToken);
});

test('after a rotation the newest key seals, and the older one still opens', () => {
	const before = tokenVault(keyring([OLD])).seal('IGAA', PLACE);
	const vault = tokenVault(keyring([NEW, OLD]));
	expect(vault.open(before, PLACE)).toBe('IGAA');
	expect(vault.seal('IGAA', PLACE)).toMatch(/^v1\.2\./);
	expect(() => tokenVault(keyring([NEW])).open(before, PLACE)).toThrow(UnreadableToken);
	expect(() => tokenVault(keyring([{ ...NEW, id: '1' }])).open(before, PLACE)).toThrow(
		UnreadableToken
	);
});

test('a locked vault says so, whatever it is asked', () => {
	const sealed = tokenVault(keyring([OLD])).seal('IGAA', PLACE);
	const vault = tokenVault(null);
	expect(vault.isLocked).toBe(true);
	for (const ask of [() => vault.seal('IGAA', PLACE), () => vault.open(sealed, PLACE)]) {
		expect(ask).toThrow(AppError);
		expect(ask).toThrow(expect.objectContaining({ code: 'locked' }) as Error);
	}
});

test('no error shows a token, sealed or not', () => {
	const vault = tokenVault(keyring([OLD]));
	for (const text of ['IGAA-canary', `${vault.seal('IGAA', PLACE)}canary`]) {
		try {
			vault.open(text, PLACE);
			expect.unreachable();
		} catch (error) {
			expect(error).toBeInstanceOf(UnreadableToken);
			expect(
				`${String(error)} ${String((error as Error).stack)} ${JSON.stringify(error)}`
			).not.toContain('canary');
			expect((error as Error).cause).toBeUndefined();
		}
	}
});

test('each purpose has a key of its own, and no master key is one of them', () => {
	const tokenKey = keyring([OLD]).key('tokens', '1');
	expect(tokenKey).toHaveLength(32);
	expect(tokenKey?.equals(OLD.key)).toBe(false);
	expect(tokenKey?.toString('base64url')).not.toBe(fingerprint(OLD));
	expect(fingerprint(OLD)).not.toBe(fingerprint({ ...NEW, id: '1' }));
	expect(fingerprint(OLD)).not.toBe(OLD.key.toString('base64url'));
});

test('the derivation never changes: tokens sealed before an update open after it', () => {
	expect(keyring([OLD]).key('tokens', '1')?.toString('hex')).toBe(
		'01ee484ad634e8fc0c00fcf75251e899b9f5be83eddbe77e54d2a7bc1385969a'
	);
	expect(fingerprint(OLD)).toBe('UtDMRnUQZimRqFhqy2gMYc2MJ6ZPO1IQUcU8OIjQkJk');
	const sealed = 'v1.1.zjYlBK4ct-d-Ol6L.v7YKPw.pbkenVyz2gvhy7IMf5z2zg';
	expect(tokenVault(keyring([OLD])).open(sealed, PLACE)).toBe('IGAA');
});
