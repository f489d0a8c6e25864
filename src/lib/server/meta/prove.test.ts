import { describe, expect, it, vi } from 'vitest';
import { CouldNotSend, MetaRefused, OtherAccount } from './errors.ts';
import { prove } from './prove.ts';
import type { Login, Profile } from './provider.ts';

const PROFILE = { accountId: '17841', username: 'ada' } as Profile;
const PATIENCE = { timeoutMs: 1 };
const ALL = ['instagram_basic', 'pages_show_list', 'pages_read_engagement'];

const refusal = (code: number, subcode: number | null = null) =>
	new MetaRefused({ httpStatus: 400, code, subcode, type: null, isTransient: false, words: 'no' });
const login = (answer: Profile | Error, ping: Error | null | 'none' = null) =>
	({
		id: 'facebook',
		readProfile: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
		ping:
			ping === 'none'
				? null
				: vi.fn(() => (ping instanceof Error ? Promise.reject(ping) : Promise.resolve()))
	}) as unknown as Login;
const ask = (of: Login, granted: string[] | null = ALL) =>
	prove(of, 'token', { accountId: '17841', granted }, PATIENCE);

describe('a proof', () => {
	it('is the profile', async () => {
		expect(await ask(login(PROFILE))).toBe(PROFILE);
	});

	it('of another account is none, and definite', async () => {
		await expect(ask(login({ ...PROFILE, accountId: '1' }))).rejects.toBeInstanceOf(OtherAccount);
	});

	it.each([
		['an account that is not to be seen', refusal(100, 33), ALL],
		['a path that is not known', refusal(2500), null],
		['a permission that was declined', refusal(10), ['instagram_basic']]
	])('without a profile is that the token works: %s', async (_name, error, granted) => {
		const of = login(error);
		expect(await ask(of, granted)).toBeNull();
		expect(of.ping).toHaveBeenCalledOnce();
	});

	it.each([
		['a dead token', refusal(190), null],
		['a permission that was granted', refusal(10), ALL],
		['a permission of which nothing was told', refusal(200), null],
		['silence', new CouldNotSend('timeout'), ['instagram_basic']]
	])('is not looked for further after %s', async (_name, error, granted) => {
		const of = login(error);
		await expect(ask(of, granted)).rejects.toBe(error);
		expect(of.ping).not.toHaveBeenCalled();
	});

	it('fails as the second call fails', async () => {
		const dead = refusal(190);
		await expect(ask(login(refusal(100, 33), dead))).rejects.toBe(dead);
	});

	it('has no second way at a login that has none', async () => {
		const error = refusal(100, 33);
		await expect(ask(login(error, 'none'))).rejects.toBe(error);
	});
});
