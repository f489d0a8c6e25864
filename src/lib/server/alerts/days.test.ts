import { afterEach, beforeEach, expect, it } from 'vitest';
import { alertWorld, type AlertWorld } from '../../../../tests/support/alert-world.ts';
import { refusal, START } from '../../../../tests/support/renewal-world.ts';
import { days, hours } from '../clock.ts';
import { keepConsent } from '../connections/connect.ts';
import { disconnect } from '../connections/disconnect.ts';
import type { Connection } from '../database/schema.ts';
import { deauthorize } from '../deletion/deauthorize.ts';
import { CouldNotSend } from '../meta/errors.ts';
import { noteAway } from '../renewal/beat.ts';

let world: AlertWorld;
beforeEach(() => {
	world = alertWorld();
});
afterEach(() => world.close());

const SILENT = new CouldNotSend('network', 'ECONNRESET');

/** What goes well, and what goes wrong, by the day on which it does. */
const troubles = (): Record<number, () => unknown> => ({
	10: () =>
		deauthorize(deps(), { userId: 'dot', issuedAt: world.clock.now(), signature: Buffer.of(1) }),
	12: () => signInWith('Firefox on Android'),
	15: () => world.faults.set('ada', refusal(190, { subcode: 460 })),
	19: () => world.faults.set('bea', SILENT),
	25: () => world.faults.delete('bea'),
	30: () => {
		for (const id of ['gus', 'hal']) world.faults.set(id, refusal(190, { subcode: 458 }));
	},
	50: () => reconnect('ada'),
	55: () => world.faults.set('fay', refusal(10)),
	58: async () =>
		disconnect({ ...deps(), vault: world.vault, provider: null }, await world.row('fay')),
	62: () =>
		world.change(
			{ userTokenExpiresAt: START + days(200), dataAccessExpiresAt: START + days(200) },
			'cyd'
		)
});

/** What left by mail, to the day. Meta was not reached for Eve all the time. */
const BY_MAIL = [
	'  9 @eve may stop working: no answer, trying again',
	" 10 @dot needs you: Mooring was removed in the account's settings",
	' 12 New sign-in',
	' 21 @ada needs you: the password was changed',
	' 23 @bea may stop working: no answer, trying again',
	' 24 @ada needs you: the password was changed',
	' 25 @bea: well again',
	' 28 @ada needs you: the password was changed',
	' 35 @gus and @hal need you',
	' 38 @gus and @hal need you',
	' 42 @ada, @gus and @hal need you',
	' 46 @cyd: Facebook wants a new sign-in',
	' 50 @ada: well again',
	' 53 @cyd: Facebook wants a new sign-in',
	' 53 @eve may stop working: no answer, trying again',
	' 56 @fay may stop working: Meta refuses the app a permission',
	' 56 @gus and @hal need you',
	' 57 @cyd: Facebook wants a new sign-in',
	' 57 @eve may stop working: no answer, trying again',
	' 59 @cyd: Facebook wants a new sign-in',
	' 59 @eve may stop working: no answer, trying again',
	' 62 @cyd: well again',
	' 76 A key ends soon',
	' 87 A key ends soon',
	' 90 @eve needs you: the token ran out',
	' 93 @eve needs you: the token ran out',
	' 97 @eve needs you: the token ran out',
	'109 Mooring was off',
	'111 @eve needs you: the token ran out'
];

/** A webhook hears of each account by itself. */
const REMOVED = "needs you: Mooring was removed in the account's settings";
const ONE_BY_ONE: Record<string, string[]> = {
	'@gus and @hal need you': [`@gus ${REMOVED}`, `@hal ${REMOVED}`],
	'@ada, @gus and @hal need you': [
		'@ada needs you: the password was changed',
		`@gus ${REMOVED}`,
		`@hal ${REMOVED}`
	]
};

it('a hundred and twenty days with every kind of trouble, to the day', async () => {
	for (const id of ['ada', 'bea', 'cyd', 'dot', 'eve', 'fay', 'gus', 'hal']) {
		await world.add(id, { username: id, appScopedId: id });
	}
	const byFacebook = {
		userTokenExpiresAt: START + days(60),
		dataAccessExpiresAt: START + days(90)
	};
	await world.change(
		{ provider: 'facebook', expiresAt: null, nextAttemptAt: null, ...byFacebook },
		'cyd'
	);
	await world.own();
	await world.addChannel('mail');
	await world.addChannel('hook', { kind: 'webhook' });
	await addKey('n8n', 90);
	world.faults.set('eve', SILENT);
	const happens = troubles();
	for (let hour = 4; hour <= 120 * 24; hour += 4) {
		const day = hour / 24;
		await happens[day]?.();
		if (day === 100) hour += await switchOff(9);
		await world.tick(hours(4));
	}
	expect(tableOf('mail')).toEqual(BY_MAIL);
	expect(tableOf('hook')).toEqual(
		BY_MAIL.flatMap((line) =>
			(ONE_BY_ONE[line.slice(4)] ?? [line.slice(4)]).map((title) => line.slice(0, 4) + title)
		)
	);
	expect(world.left.flatMap(({ ids }) => ids)).toHaveLength(
		new Set(world.left.flatMap(({ ids }) => ids)).size
	);
});

const tableOf = (channel: string) =>
	world.left
		.filter(({ to }) => to === channel)
		.map(({ day, title }) => `${String(Math.floor(day)).padStart(3)} ${title}`)
		.sort();

const deps = () => ({ db: world.db, clock: world.clock, address: null, tell: world.tell });

const signInWith = (browser: string) =>
	world.db.transaction().execute((trx) =>
		world.tell(trx, {
			what: 'session began',
			creatorId: 'ada',
			browser,
			isNew: true,
			isFirst: false,
			byLink: false
		})
	);

/** The creator goes through the consent again. */
async function reconnect(id: string) {
	world.faults.delete(id);
	const earlier = await world.row(id);
	await world.db.transaction().execute((trx) =>
		keepConsent(
			trx,
			{
				...deps(),
				vault: world.vault,
				provider: world.provider,
				plan: { dueAt: () => world.clock.now() + days(7), jitter: () => 0 }
			},
			{ scopes: '[]' },
			accountOf(earlier),
			{ creatorId: earlier.creatorId, earlier }
		)
	);
}

function accountOf({ accountId, username, appScopedId }: Connection) {
	const accessToken = `IGAA${accountId}-again`;
	world.meta.alive.set(accessToken, accountId);
	return {
		accessToken,
		expiresIn: days(60) / 1000,
		permissions: [],
		profile: {
			accountId,
			appScopedId,
			username,
			name: null,
			accountType: null,
			pictureUrl: null
		},
		userTokenExpiresAt: null,
		dataAccessExpiresAt: null,
		identity: { accountId, username }
	};
}

const addKey = (name: string, day: number) =>
	world.db
		.insertInto('apiKeys')
		.values({
			id: name,
			creatorId: 'ada',
			name,
			secretHash: 'h',
			actions: '[]',
			createdAt: START,
			expiresAt: START + days(day),
			lastUsedAt: null,
			revokedAt: null
		})
		.execute();

/** @returns the hours that were not lived */
async function switchOff(dayCount: number) {
	const from = world.clock.now();
	world.clock.time += days(dayCount);
	await noteAway(world.db, from, world.clock.now());
	return dayCount * 24;
}
