import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import {
	type BrowserHalf,
	type NewAttempt,
	startAttempt,
	stateOf
} from '../../src/lib/server/authorization/attempts.ts';
import { finishAttempt } from '../../src/lib/server/authorization/callback.ts';
import type { AuthorizationDeps } from '../../src/lib/server/authorization/types.ts';
import { type Clock, days } from '../../src/lib/server/clock.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import type {
	LinkedAccount,
	LinkedPages,
	LongLivedToken,
	Profile,
	ProviderOf
} from '../../src/lib/server/meta/provider.ts';
import { hashOf } from '../../src/lib/server/opaque-secret.ts';
import { sessions } from '../../src/lib/server/sessions/lucia.ts';
import { keyring } from '../../src/lib/server/vault/keyring.ts';
import { tokenVault } from '../../src/lib/server/vault/token-vault.ts';

export const ADA: Profile = {
	accountId: '17841400008460056',
	appScopedId: '27640875392278831',
	username: 'ada.draws',
	name: 'Ada Draws',
	accountType: 'creator',
	pictureUrl: null
};
export const PIER: Profile = {
	...ADA,
	accountId: '17841400008460099',
	appScopedId: '27640875392278999',
	username: 'north.pier.radio',
	name: 'North Pier Radio'
};
/** An account behind a Page, as Facebook Login lists it. */
export const linked = (profile: Profile, pageToken: string | null): LinkedAccount => ({
	pageId: `page-${profile.accountId}`,
	pageName: `${profile.name ?? ''} on Facebook`,
	pageToken,
	profile: { ...profile, appScopedId: profile.accountId, accountType: null }
});
export const FACEBOOK_USER = { userId: '10223344556677889', name: 'Ada of the Pages' };
export const FACEBOOK_BASIC = ['instagram_basic', 'pages_show_list', 'pages_read_engagement'];

export const BASIC = 'instagram_business_basic';
export const COMMENTS = 'instagram_business_manage_comments';

/** A real database and vault, a provider that answers what the test sets, and no network. */
export function attemptWorld() {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-journey-'));
	const { db } = openDatabase(join(folder, 'mooring.db'));
	const vault = tokenVault(keyring([{ id: '1', key: Buffer.alloc(32, 7) }]));
	const clock: Clock = { now: () => Date.now() };
	const meta = {
		profile: ADA,
		permissions: [BASIC] as string[] | null,
		accessToken: 'IGAAfirst',
		expiresIn: 5_183_944
	};
	const provider = {
		id: 'instagram',
		ping: null,
		readPage: null,
		createAuthorizationURL: () => new URL('https://www.instagram.com/oauth/authorize'),
		exchangeCode: vi.fn(() =>
			Promise.resolve({
				accessToken: 'short',
				appScopedId: meta.profile.appScopedId,
				permissions: meta.permissions
			})
		),
		exchangeForLongLived: vi.fn((): Promise<LongLivedToken> =>
			Promise.resolve({ accessToken: meta.accessToken, expiresIn: meta.expiresIn })
		),
		refresh: null,
		readProfile: vi.fn((_token: string): Promise<Profile> => Promise.resolve(meta.profile)),
		revoke: vi.fn(() => Promise.resolve())
	} satisfies ProviderOf<'instagram'>;
	const pages: LinkedPages = { accounts: [linked(ADA, 'EAApageAda')], pageCount: 1 };
	const facebookMeta = {
		pages,
		granted: FACEBOOK_BASIC,
		declined: [] as string[],
		userToken: 'EAAuser',
		user: FACEBOOK_USER,
		ends: { expiresAt: null as number | null, dataAccessExpiresAt: null as number | null }
	};
	const facebook = {
		id: 'facebook',
		ping: vi.fn(() => Promise.resolve()),
		readPage: vi.fn(() => Promise.resolve({ id: '7', name: 'Page' })),
		createAuthorizationURL: () => new URL('https://www.facebook.com/dialog/oauth'),
		exchangeCode: vi.fn(() => Promise.resolve({ accessToken: 'EAAshort', expiresIn: 5000 })),
		exchangeForLongLived: vi.fn(() =>
			Promise.resolve({ accessToken: facebookMeta.userToken, expiresIn: 5_184_000 })
		),
		refresh: null,
		readUser: vi.fn(() => Promise.resolve(facebookMeta.user)),
		readPermissions: vi.fn(() =>
			Promise.resolve({ granted: facebookMeta.granted, declined: facebookMeta.declined })
		),
		inspect: vi.fn(() => Promise.resolve(facebookMeta.ends)),
		listAccounts: vi.fn(() => Promise.resolve(facebookMeta.pages)),
		readProfile: vi.fn((token: string): Promise<Profile> => {
			const account = facebookMeta.pages.accounts.find(({ pageToken }) => pageToken === token);
			return account
				? Promise.resolve(account.profile)
				: Promise.reject(new Error('no such token'));
		}),
		revoke: vi.fn(() => Promise.resolve())
	} satisfies ProviderOf<'facebook'>;
	const own = sessions(db);
	const deps: AuthorizationDeps = {
		settings: {
			dataDir: folder,
			claimCode: 'a-claim-code-of-twenty-signs',
			instagram: null,
			facebook: null
		},
		db,
		log: { warn: vi.fn() },
		vault,
		clock,
		realNow: () => Date.now(),
		providers: { instagram: provider, facebook },
		plan: { dueAt: ({ issuedAt, jitterMs }) => issuedAt + days(7) + jitterMs, jitter: () => 5 },
		sessions: own,
		pictures: { fetchLater: vi.fn() },
		claimsItself: false
	};

	/** The browser's half of the latest attempt. */
	const latest: { half: BrowserHalf | null } = { half: null };

	/** One whole journey: an attempt as the start would write it, and Meta's answer to it. */
	async function travel(
		attempt: Partial<NewAttempt> = {},
		pasted?: { sessionHash: string | null; mayClaim?: boolean; invitationHash?: string | null }
	) {
		const half = await startAttempt(
			db,
			{
				provider: 'instagram',
				sessionHash: null,
				creatorId: null,
				mayClaim: false,
				connectionId: null,
				scopes: [BASIC],
				askAgain: null,
				invitationHash: null,
				confirms: null,
				network: null,
				...attempt
			},
			Date.now()
		);
		latest.half = half;
		return finishAttempt(deps, {
			provider: attempt.provider ?? 'instagram',
			answer: { kind: 'code', code: 'AQcode', state: stateOf(half.secret) },
			secretFor: (id) => (id === half.id ? half.secret : null),
			pastedBy: pasted ? { mayClaim: false, ...pasted } : null,
			address: null
		});
	}

	/** Claims as ada.draws, and returns her attempt's right to connect more. */
	async function claim() {
		const { signIn, path } = await travel({ mayClaim: true });
		const creatorId = signIn ?? '';
		const session = await own.begin(creatorId);
		return {
			creatorId,
			connectionId: path.replace('/connections/', ''),
			session,
			signedIn: { sessionHash: hashOf(session.value), creatorId }
		};
	}

	return {
		db,
		deps,
		folder,
		meta,
		provider,
		facebook,
		facebookMeta,
		latest,
		sessions: own,
		vault,
		travel,
		claim,
		connections: () => db.selectFrom('connections').selectAll().execute(),
		tokenOf: async (id: string) => {
			const row = await db
				.selectFrom('connections')
				.selectAll()
				.where('id', '=', id)
				.executeTakeFirstOrThrow();
			return (
				row.tokenSealed &&
				vault.open(row.tokenSealed, {
					connectionId: id,
					provider: row.provider,
					accountId: row.accountId
				})
			);
		},
		close: async () => {
			await db.destroy();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

export type AttemptWorld = ReturnType<typeof attemptWorld>;
