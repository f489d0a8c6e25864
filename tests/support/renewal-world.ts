import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { days } from '../../src/lib/server/clock.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import { MetaRefused } from '../../src/lib/server/meta/errors.ts';
import type { Patience, Profile, ProviderOf } from '../../src/lib/server/meta/provider.ts';
import { claimDue, LEASE, type RenewalDeps } from '../../src/lib/server/renewal/queue.ts';
import { renew } from '../../src/lib/server/renewal/renew.ts';
import { keyring } from '../../src/lib/server/vault/keyring.ts';
import { tokenVault } from '../../src/lib/server/vault/token-vault.ts';
import { connectionRow } from './connection-row.ts';

export const START = Date.UTC(2027, 0, 1);
const LIFE_SECONDS = 5_184_000;

export const refusal = (code: number, more: Partial<MetaRefused> = {}) =>
	new MetaRefused({
		httpStatus: 400,
		code,
		subcode: null,
		type: null,
		isTransient: false,
		words: '',
		...more
	});

export type Fault = { refresh?: Error; me?: Error };
export type RenewalWorld = ReturnType<typeof renewalWorld>;

/**
 * A real database and vault, a clock that the test moves, and a Meta that knows which tokens it
 * issued and which are alive. `fault` is thrown by the next calls of its kind until it is taken away.
 */
export function renewalWorld() {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-renewal-'));
	const { db, sqlite } = openDatabase(join(folder, 'mooring.db'));
	const vault = tokenVault(keyring([{ id: '1', key: Buffer.alloc(32, 7) }]));
	const clock = { time: START, now: () => clock.time };
	const meta = {
		fault: {} as Fault,
		/** `/me` tells this account instead of the token's own. */
		strangerAccount: null as string | null,
		/** Alive tokens and whose they are. */
		alive: new Map<string, string>(),
		rotates: true,
		oldOnesDie: false,
		expiresIn: LIFE_SECONDS,
		username: 'ada.draws',
		/** Lets a test look, wait or meddle while Meta has the request. */
		during: (_call: 'refresh' | 'me') => Promise.resolve() as Promise<unknown>
	};
	let issued = 0;
	const accountOf = (token: string) => {
		const account = meta.alive.get(token);
		if (account === undefined) throw refusal(190);
		return account;
	};
	const refresh = vi.fn(async (token: string, _patience?: Patience) => {
		await meta.during('refresh');
		if (meta.fault.refresh !== undefined) throw meta.fault.refresh;
		const account = accountOf(token);
		if (!meta.rotates) return { accessToken: token, expiresIn: meta.expiresIn };
		const accessToken = `IGAA${account}-${String((issued += 1))}`;
		meta.alive.set(accessToken, account);
		if (meta.oldOnesDie) meta.alive.delete(token);
		return { accessToken, expiresIn: meta.expiresIn };
	});
	const readProfile = vi.fn(async (token: string): Promise<Profile> => {
		await meta.during('me');
		if (meta.fault.me !== undefined) throw meta.fault.me;
		const accountId = accountOf(token);
		const { username } = meta;
		return {
			accountId: meta.strangerAccount ?? accountId,
			appScopedId: '2',
			username,
			name: 'Ada',
			accountType: 'creator',
			pictureUrl: null
		};
	});
	const never = () => Promise.reject(new Error('not asked for here'));
	const provider: ProviderOf<'instagram'> = {
		id: 'instagram',
		ping: null,
		readPage: null,
		createAuthorizationURL: () => new URL('https://www.instagram.com/oauth/authorize'),
		exchangeCode: never,
		exchangeForLongLived: never,
		refresh,
		readProfile,
		revoke: never
	};
	const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
	const deps: RenewalDeps = {
		db,
		vault,
		providers: { instagram: provider },
		clock,
		log,
		refreshAfterDays: 7,
		sleep: () => Promise.resolve()
	};

	/** A connection made at START whose token is alive at Meta, due on day 7. */
	async function add(id = 'a', facts: Partial<Connection> = {}) {
		const token = `IGAA${id}-0`;
		meta.alive.set(token, id);
		const place = { connectionId: id, provider: 'instagram', accountId: id } as const;
		await db
			.insertInto('creators')
			.values({ id: 'ada', createdAt: START })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await db
			.insertInto('connections')
			.values(
				connectionRow({
					id,
					connectedAt: START,
					issuedAt: START,
					expiresAt: START + days(60),
					tokenSealed: vault.seal(token, place),
					nextAttemptAt: START + days(7),
					...facts
				})
			)
			.execute();
	}

	const row = (id = 'a') =>
		db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
	const openOf = ({ id, accountId, provider: of }: Connection, sealed: string | null) =>
		sealed && vault.open(sealed, { connectionId: id, provider: of, accountId });
	const claim = (owner = 'worker') =>
		claimDue(db, { now: clock.now(), owner, leaseMs: LEASE }, deps.refreshAfterDays);

	const others: { destroy(): Promise<void> }[] = [];
	/** The same file opened again, as a second process has it. */
	function otherProcess(): RenewalDeps {
		const other = openDatabase(join(folder, 'mooring.db'));
		others.push(other.db);
		return { ...deps, db: other.db };
	}

	return {
		add,
		claim,
		clock,
		db,
		deps,
		folder,
		log,
		meta,
		otherProcess,
		provider,
		readProfile,
		refresh,
		row,
		sqlite,
		vault,
		tokenOf: async (id = 'a') => openOf(await row(id), (await row(id)).tokenSealed),
		previousOf: async (id = 'a') => openOf(await row(id), (await row(id)).previousTokenSealed),
		ledger: (id = 'a') =>
			db.selectFrom('renewals').selectAll().where('connectionId', '=', id).orderBy('id').execute(),
		/** Renews what is due first, as a worker does; `idle` where nothing is. */
		tick: async () => {
			const leased = await claim();
			return leased ? renew(deps, leased, 'schedule') : 'idle';
		},
		change: (facts: Partial<Connection>, id = 'a') =>
			db.updateTable('connections').set(facts).where('id', '=', id).execute(),
		async close() {
			await Promise.all([db, ...others].map((one) => one.destroy()));
			rmSync(folder, { recursive: true });
		}
	};
}
