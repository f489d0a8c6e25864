import { sql } from 'kysely';
import { RELEASED } from '../database/lease.ts';
import type { Connection } from '../database/schema.ts';
import { withoutWaiting } from '../database/without-waiting.ts';
import type { Page, Profile } from '../meta/provider.ts';
import type { EndedCause, FailingCause } from '../problems/cause.ts';
import { type Entry, isStillHeld, settle, type Store, type Why } from './fenced-update.ts';

// What came of a renewal, one function each. A writer whose connection moved on changes nothing and
// gets null (settle.ts).

const WELL = {
	failures: 0,
	failingSince: null,
	failingCause: null,
	endedCause: null,
	endedAt: null,
	causeDetail: null,
	unreadable: 0
} as const;
const NO_PREVIOUS = {
	previousTokenSealed: null,
	previousIssuedAt: null,
	previousExpiresAt: null
} as const;

/**
 * The new token becomes the current one. The lease stays: `/me` comes next, and `nextAt` is when
 * to look again should that never be answered. `keepsPrevious` is false for the same string.
 */
export const storeRenewed = (
	store: Store,
	held: Connection,
	entry: Entry,
	token: { sealed: string; issuedAt: number; expiresAt: number },
	{ keepsPrevious, nextAt }: { keepsPrevious: boolean; nextAt: number }
) =>
	settle(
		store,
		held,
		entry,
		{
			tokenSealed: token.sealed,
			tokenVersion: held.tokenVersion + 1,
			issuedAt: token.issuedAt,
			expiresAt: token.expiresAt,
			...(keepsPrevious
				? {
						// As it stands now: it may have been sealed anew meanwhile.
						previousTokenSealed: sql.ref('tokenSealed'),
						previousIssuedAt: held.issuedAt,
						previousExpiresAt: held.expiresAt
					}
				: NO_PREVIOUS),
			lastRefreshAt: token.issuedAt,
			nextAttemptAt: nextAt,
			...WELL
		},
		{ outcome: 'renewed', code: null }
	);

/**
 * The current token answered `/me`: the previous one is dropped, the profile brought up to date.
 * `counts`: a check that stands for a renewal, where the login has none.
 */
export const storeProved = (
	store: Store,
	held: Connection,
	entry: Entry,
	profile: Profile | null,
	{ nextAt, counts, page }: { nextAt: number; counts: boolean; page?: Page | null }
) =>
	// The token itself is on the disk; a proof that a power failure takes back is asked for again.
	withoutWaiting(store.db, (db) =>
		settle(
			{ ...store, db },
			held,
			entry,
			{
				...NO_PREVIOUS,
				...WELL,
				...(profile ? profileOf(profile) : {}),
				...(page ? { pageId: page.id, pageName: page.name } : {}),
				...(counts ? { lastRefreshAt: entry.at } : {}),
				nextAttemptAt: nextAt,
				...RELEASED
			},
			{ outcome: entry.line === null ? 'checked' : 'renewed', code: null }
		)
	);

/**
 * The current token is proved, and its renewal follows under the same lease: no line of its own. What
 * was called dead lives, whatever becomes of the renewal.
 */
export const dropPrevious = ({ db }: Store, held: Connection): Promise<Connection | undefined> =>
	db
		.updateTable('connections')
		.set({ ...NO_PREVIOUS, ...(held.endedCause === null ? {} : WELL) })
		.where(isStillHeld(held))
		.returningAll()
		.executeTakeFirst();

/** The renewed token has not answered `/me` yet; `code` says why. */
export const storeUnproved = (
	store: Store,
	held: Connection,
	entry: Entry,
	code: string,
	nextAt: number
) =>
	settle(store, held, entry, { nextAttemptAt: nextAt, ...RELEASED }, { outcome: 'renewed', code });

/**
 * Meta refuses the token that it gave last: the previous one is the current one again. The refused one
 * is kept beside it, since it may be the one that lives.
 */
export const storeRestored = (
	store: Store,
	held: Connection,
	entry: Entry,
	why: Why,
	nextAt: number
) => {
	const issuedAt = held.previousIssuedAt ?? held.issuedAt;
	return settle(
		store,
		held,
		entry,
		{
			...otherOf(held),
			lastRefreshAt: issuedAt > held.connectedAt ? issuedAt : null,
			...failingOf(held, entry.at, { cause: 'unexpected', detail: why.detail }),
			nextAttemptAt: nextAt,
			...RELEASED
		},
		{ outcome: 'rejected', ...why }
	);
};

/** Nothing definite: the token stays, and is tried again. What has ended stays ended. */
export const storeFailed = (
	store: Store,
	held: Connection,
	entry: Entry,
	failure: Why & { cause: FailingCause; outcome: 'transient' | 'rejected' },
	nextAt: number | null
) =>
	settle(
		store,
		held,
		entry,
		{
			...(held.endedCause === null ? failingOf(held, entry.at, failure) : {}),
			nextAttemptAt: nextAt,
			...RELEASED
		},
		failure
	);

/**
 * A definite end. The sealed token is kept: a look, or "Try now", may show that it healed.
 * `isOtherNext`: of two that are held the next look asks for the other one.
 */
export const storeEnded = (
	store: Store,
	held: Connection,
	entry: Entry,
	cause: EndedCause,
	{
		isOtherNext = false,
		...end
	}: Why & { outcome: 'transient' | 'rejected'; isOtherNext?: boolean },
	nextAt: number | null
) =>
	settle(
		store,
		held,
		entry,
		{
			...(isOtherNext ? otherOf(held) : {}),
			endedCause: cause,
			// One from the future was noted before the clock went back.
			endedAt: held.endedCause === cause ? Math.min(held.endedAt ?? entry.at, entry.at) : entry.at,
			causeDetail: end.detail,
			nextAttemptAt: nextAt,
			unreadable: 0,
			...RELEASED
		},
		end,
		held.endedCause === cause ? null : cause
	);

/** The current token and the one beside it change places, as they stand now. */
const otherOf = (held: Connection) => ({
	tokenSealed: sql.ref<string | null>('previousTokenSealed'),
	tokenVersion: held.tokenVersion + 1,
	issuedAt: held.previousIssuedAt ?? held.issuedAt,
	expiresAt: held.previousExpiresAt,
	previousTokenSealed: sql.ref<string | null>('tokenSealed'),
	previousIssuedAt: held.issuedAt,
	previousExpiresAt: held.expiresAt
});

/** Meta was not asked: the sealed token does not open, or its login is not configured. */
export const storeSkipped = (
	store: Store,
	held: Connection,
	entry: Entry,
	why: 'unreadable' | 'not_configured',
	nextAt: number | null
) =>
	settle(
		store,
		held,
		entry,
		{
			unreadable: why === 'unreadable' ? 1 : 0,
			nextAttemptAt: nextAt,
			...RELEASED
		},
		{ outcome: 'skipped', code: why }
	);
const failingOf = (
	held: Connection,
	at: number,
	{ cause, detail }: { cause: FailingCause; detail: string | null }
) => ({
	failures: held.failures + 1,
	failingSince: held.failingSince ?? at,
	failingCause: cause,
	causeDetail: detail,
	unreadable: 0 as const
});

const profileOf = ({ username, name, accountType }: Profile) => ({
	username,
	name,
	accountType
});

/** Meta may not be asked now: nothing happened, so nothing but the next time is stored. */
export async function putOff(
	{ db }: Store,
	held: Connection,
	nextAt: number | null
): Promise<void> {
	await db
		.updateTable('connections')
		.set({ ...RELEASED, nextAttemptAt: held.nextAttemptAt === null ? null : nextAt })
		.where(isStillHeld(held))
		.execute();
}
