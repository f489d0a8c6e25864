import { join } from 'node:path';
import { alertsOf } from '../src/lib/server/alerts/alerts.ts';
import { openBrake } from '../src/lib/server/brake/brake.ts';
import { hours, seconds } from '../src/lib/server/clock.ts';
import { openDatabase } from '../src/lib/server/database/open.ts';
import type { Profile, ProviderOf } from '../src/lib/server/meta/provider.ts';
import { createSweep } from '../src/lib/server/renewal/sweep.ts';
import { keyring } from '../src/lib/server/vault/keyring.ts';
import { tokenVault, type TokenVault } from '../src/lib/server/vault/token-vault.ts';
import { closing, tempFolder } from './ending.ts';
import { fill } from './fill.ts';
import { alone, figure, type Row } from './rows.ts';
import { SIZE } from './sizes.ts';

const DAY = hours(24);
const START = Date.UTC(2027, 0, 1);
const LIFE = 60 * DAY;
/** A token is renewed at seven days of age: so many are spread evenly over seven days. */
const RENEWED_EVERY = 7 * DAY;
/** As the scheduler ticks. */
const TICK = seconds(20);
/** An hour of the simulated clock, and no more than so much of the real one. */
const [LASTS, PATIENCE] = [hours(1), seconds(240)];

/**
 * A very large instance on a simulated clock: the real claims and renewals, on a real file, with a Meta
 * in this process that takes no time. So it tells what Mooring itself takes: processor and disk.
 */
export const millionRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const opened = openDatabase(join(tempFolder(keep), 'mooring.db'));
		const { db } = opened;
		keep(db, (one) => one.destroy());
		const vault = tokenVault(keyring([{ id: '1', key: Buffer.alloc(32, 7) }]));
		process.stderr.write(
			`Filling a database with ${SIZE.million.toLocaleString('en')} connections…\n`
		);
		fillWith(opened, vault);
		const clock = { time: START, now: () => clock.time };
		const none = () => undefined;
		const log = { info: none, warn: none, error: none };
		const { tell } = alertsOf({ db, vault, clock, realNow: clock.now, log, settings: SETTINGS });
		const sweep = createSweep({
			db,
			vault,
			providers: { instagram: metaInside() },
			clock,
			log,
			refreshAfterDays: RENEWED_EVERY / DAY,
			brake: await openBrake({ db, now: clock.now, log }),
			tell
		});
		const before = sizeOf(opened);
		const cpu = process.cpuUsage();
		const began = performance.now();
		let [renewed, failed] = [0, 0];
		while (clock.time < START + LASTS && performance.now() - began < PATIENCE) {
			clock.time += TICK;
			const tally = await sweep.run();
			renewed += tally.renewed;
			failed += tally.attempts - tally.renewed;
		}
		if (failed > 0) throw new Error(`${String(failed)} renewals did not succeed`);
		const wall = (performance.now() - began) / 1000;
		const { user, system } = process.cpuUsage(cpu);
		const busy = (user + system) / 1e6;
		const simulated = (clock.time - START) / hours(1);
		const what = `sweep at ${SIZE.million.toLocaleString('en')} connections`;
		return [
			alone(`${what}: renewals a second of CPU`, {
				found: [renewed / busy],
				unit: '/s',
				beside: `${renewed.toLocaleString('en')} in ${figure(simulated)} h of the simulated clock`
			}),
			alone(`${what}: share of one core`, {
				found: [(100 * busy) / (simulated * 3600)],
				unit: '%',
				beside: `${figure(busy)} s of CPU`
			}),
			alone(`${what}: share of the time, disk included`, {
				found: [(100 * wall) / (simulated * 3600)],
				unit: '%',
				beside: `${figure(renewed / wall)} renewals a second`
			}),
			alone(`${what}: what each renewal leaves in the database`, {
				found: [(sizeOf(opened) - before) / renewed],
				unit: 'bytes',
				beside: `${figure(before / 1024 ** 2)} MB before`
			})
		];
	});

/** In bytes. */
const sizeOf = ({ sqlite }: ReturnType<typeof openDatabase>) =>
	Number(sqlite.pragma('page_count', { simple: true })) *
	Number(sqlite.pragma('page_size', { simple: true }));

const SETTINGS = {
	heartbeatUrl: null,
	origin: new URL('https://mooring.example'),
	mail: null,
	outgoingPrivateHosts: [],
	outgoingProxy: null,
	practice: null
};

/** Each connection was renewed at its own moment of the last seven days. */
function fillWith(opened: ReturnType<typeof openDatabase>, vault: TokenVault) {
	fill(opened, SIZE.million, (at) => {
		const accountId = String(at);
		const place = { connectionId: accountId, provider: 'instagram', accountId } as const;
		const issuedAt = START - RENEWED_EVERY + Math.floor((at * RENEWED_EVERY) / SIZE.million);
		return {
			accountId,
			granted: '["instagram_business_basic"]',
			connectedAt: issuedAt,
			issuedAt,
			expiresAt: issuedAt + LIFE,
			tokenSealed: vault.seal(tokenOf(accountId, 0), place),
			nextAttemptAt: issuedAt + RENEWED_EVERY
		};
	});
}

/** As long as Meta's. */
const tokenOf = (accountId: string, version: number) =>
	`IGAA${accountId}-${String(version)}-`.padEnd(180, 'x');

/** Renews every token to another one, and knows of each whose it is. */
function metaInside(): ProviderOf<'instagram'> {
	const never = () => Promise.reject(new Error('not asked for here'));
	const partsOf = (token: string) => token.slice('IGAA'.length).split('-');
	return {
		id: 'instagram',
		ping: null,
		readPage: null,
		createAuthorizationURL: () => new URL('https://www.instagram.com/oauth/authorize'),
		exchangeCode: never,
		exchangeForLongLived: never,
		revoke: never,
		refresh: (token) => {
			const [accountId = '', version] = partsOf(token);
			const accessToken = tokenOf(accountId, Number(version) + 1);
			return Promise.resolve({ accessToken, expiresIn: LIFE / 1000 });
		},
		readProfile: (token): Promise<Profile> => {
			const [accountId = ''] = partsOf(token);
			const about = { username: 'ada.draws', name: 'Ada', accountType: 'creator' } as const;
			return Promise.resolve({ accountId, appScopedId: accountId, ...about, pictureUrl: null });
		}
	};
}
