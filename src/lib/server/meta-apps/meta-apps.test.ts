import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AttemptWorld, attemptWorld } from '../../../../tests/support/attempt-world.ts';
import { appChanged, startAttempt, stateOf } from '../authorization/attempts.ts';
import { finishAttempt } from '../authorization/callback.ts';
import { readSettings } from '../settings/settings.ts';
import { keyring } from '../vault/keyring.ts';
import { tokenVault } from '../vault/token-vault.ts';
import { metaAppsInUse } from './in-use.ts';
import { forgetTyped, keepTyped } from './save.ts';
import { masked, readSavedApps } from './store.ts';

const TYPED = { clientId: '990602627938098', clientSecret: 'a'.repeat(32), configId: null };
const RIGHT = { verdict: 'right' } as const;
const BY = { creatorId: null, address: null, now: 5 };

let world: AttemptWorld;
beforeEach(() => {
	world = attemptWorld();
});
afterEach(() => world.close());

const inUse = (env: Record<string, string> = {}, vault = world.vault) =>
	metaAppsInUse({ db: world.db, vault, environment: readSettings(env) });

describe('what is typed into Setup', () => {
	it('counts at once, in the very objects that others hold', async () => {
		const apps = await inUse();
		const { settings, providers } = apps;
		expect([settings.instagram, providers.instagram]).toEqual([null, undefined]);
		await keepTyped(world, 'instagram', TYPED, RIGHT, BY);
		await apps.loadIfChanged();
		expect(settings.instagram).toEqual({
			...TYPED,
			redirectUri: 'http://localhost:3000/auth/instagram/callback',
			redirectIsOnOrigin: true
		});
		expect(providers.instagram?.id).toBe('instagram');
		expect(apps.sourceOf('instagram')).toBe('saved');
		await forgetTyped(world.db, 'instagram', BY);
		await apps.loadIfChanged();
		expect([settings.instagram, providers.instagram]).toEqual([null, undefined]);
	});

	it('comes after the environment', async () => {
		await keepTyped(world, 'instagram', TYPED, RIGHT, BY);
		const apps = await inUse({
			INSTAGRAM_CLIENT_ID: '1',
			INSTAGRAM_CLIENT_SECRET: 'b'.repeat(32)
		});
		expect(apps.settings.instagram?.clientId).toBe('1');
		expect(apps.sourceOf('instagram')).toBe('environment');
	});

	it('opens for no other key, and says so', async () => {
		await keepTyped(world, 'instagram', TYPED, RIGHT, BY);
		const other = tokenVault(keyring([{ id: '1', key: Buffer.alloc(32, 9) }]));
		expect(await readSavedApps({ db: world.db, vault: other })).toEqual({
			instagram: 'unreadable'
		});
		expect((await inUse({}, other)).settings.instagram).toBeNull();
	});

	it('ends the attempts that asked the app before with a sentence, and no others', async () => {
		const start = (provider: 'instagram' | 'facebook') =>
			startAttempt(
				world.db,
				{
					provider,
					sessionHash: null,
					creatorId: null,
					mayClaim: true,
					connectionId: null,
					scopes: [],
					askAgain: null,
					invitationHash: null,
					confirms: null,
					network: null
				},
				Date.now()
			);
		const before = await start('instagram');
		const other = await start('facebook');
		await keepTyped(world, 'instagram', TYPED, RIGHT, BY);
		const finish = (provider: 'instagram' | 'facebook', { secret }: { secret: string }) =>
			finishAttempt(world.deps, {
				provider,
				answer: { kind: 'code', code: 'AQcode', state: stateOf(secret) },
				secretFor: () => secret,
				pastedBy: null,
				address: null
			});
		await expect(finish('instagram', before)).rejects.toThrow(appChanged().message);
		expect(world.provider.exchangeCode).not.toHaveBeenCalled();
		await expect(finish('facebook', other)).resolves.toBeTruthy();
	});

	it.each([
		['990602627938098', '9906…98'],
		['a1b2c3d4e5f60718293a4b5c6d7e8f90', 'a1b2…90'],
		['short', '…']
	])('is shown again as its ends only: %s', (value, shown) => {
		expect(masked(value)).toBe(shown);
	});
});
