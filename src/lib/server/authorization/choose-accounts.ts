import type { Kysely } from 'kysely';
import { authPath } from '../../logins.ts';
import { counted } from '../../format.ts';
import { seconds } from '../clock.ts';
import { picturePath } from '../connections/picture-path.ts';
import type { Attempt, Schema } from '../database/schema.ts';
import { AppError } from '../errors.ts';
import type { SeveralAccountsLogin } from '../meta/provider.ts';
import { UnreadableToken } from '../vault/token-vault.ts';
import { ATTEMPT_LIFE, attemptsOf, type BrowserHalf, expiredState, usedState } from './attempts.ts';
import { saveCovered } from './covered-accounts.ts';
import { type Choice, type FacebookConsent, proveAll } from './facebook-consent.ts';
import type { SaveDeps } from './outcome.ts';
import { recordingFailure } from './record-failure.ts';
import { refuseEndedSession, sessionEnded } from './session-check.ts';
import type { AttemptOutcome, AuthorizationDeps } from './types.ts';

/** What waits sealed: Meta is asked for the accounts once, and not again by whoever reloads. */
type Kept = {
	consent: FacebookConsent;
	choices: Choice[];
	/** False where the answer was pasted: that never signs in, also not by the choice. */
	maySignIn: boolean;
	/** When Meta was last asked about a choice, in real time; null: not yet. */
	askedAt: number | null;
};

/** Meta counts what it is asked: pressing again and again would use up what renewals need. */
const COOL_DOWN = seconds(60);

/** A consent of Facebook Login whose accounts are still to be chosen. */
export type Waiting = Kept & { attempt: Attempt };

/** Keeps a consent sealed in its attempt for ten minutes; where accounts are chosen comes next. */
export async function holdForChoice(
	{ db, vault, realNow }: Pick<AuthorizationDeps, 'db' | 'vault' | 'realNow'>,
	attempt: Attempt,
	kept: Omit<Kept, 'askedAt'>
): Promise<AttemptOutcome> {
	await db
		.updateTable('attempts')
		.set({
			waitingSealed: vault.seal(JSON.stringify({ ...kept, askedAt: null }), placeOf(attempt)),
			expiresAt: realNow() + ATTEMPT_LIFE
		})
		.where('id', '=', attempt.id)
		.execute();
	return {
		attemptId: attempt.id,
		path: '/connect/choose',
		signIn: null,
		proof: null,
		replaces: null,
		isWaiting: true
	};
}

/**
 * The latest consent of this browser that waits for a choice.
 * @throws AppError state_expired: there is none, or its ten minutes are over; locked
 */
export async function findWaiting(
	{ db, vault, realNow }: Pick<AuthorizationDeps, 'db' | 'vault' | 'realNow'>,
	halves: BrowserHalf[]
): Promise<Waiting> {
	const mine = await attemptsOf(db, halves);
	const waiting = mine.find(
		({ attempt }) => attempt.waitingSealed !== null && attempt.expiresAt > realNow()
	)?.attempt;
	if (!waiting?.waitingSealed) throw expiredState();
	try {
		const text = vault.open(waiting.waitingSealed, placeOf(waiting));
		return { attempt: waiting, ...(JSON.parse(text) as Kept) };
	} catch (error) {
		if (error instanceof UnreadableToken) throw expiredState();
		throw error;
	}
}

/**
 * Notes that Meta is asked about a choice now: of two clicks one asks.
 * @throws AppError rate_limited: the last one asked less than a minute ago
 */
async function noteAsked(
	deps: Pick<AuthorizationDeps, 'db' | 'vault'>,
	waiting: Waiting,
	now: number
): Promise<void> {
	const { db, vault } = deps;
	const { attempt, ...kept } = waiting;
	if (kept.askedAt !== null && now < kept.askedAt + COOL_DOWN) {
		throw tooSoon(kept.askedAt + COOL_DOWN - now);
	}
	const noted = await db
		.updateTable('attempts')
		.set({
			waitingSealed: vault.seal(JSON.stringify({ ...kept, askedAt: now }), placeOf(attempt))
		})
		.where('id', '=', attempt.id)
		.where('waitingSealed', '=', attempt.waitingSealed)
		.returning('id')
		.executeTakeFirst();
	if (noted) return;
	const again = await readAgain(deps, attempt);
	// Sealed anew meanwhile, and nothing but that.
	if (again && again.askedAt === kept.askedAt) return noteAsked(deps, again, now);
	throw tooSoon(COOL_DOWN);
}

async function readAgain(
	{ db, vault }: Pick<AuthorizationDeps, 'db' | 'vault'>,
	{ id }: Attempt
): Promise<Waiting | null> {
	const attempt = await db
		.selectFrom('attempts')
		.selectAll()
		.where('id', '=', id)
		.executeTakeFirst();
	if (!attempt?.waitingSealed) return null;
	const kept = JSON.parse(vault.open(attempt.waitingSealed, placeOf(attempt))) as Kept;
	return { attempt, ...kept };
}

function tooSoon(ms: number) {
	const retryAfter = Math.ceil(ms / 1000);
	return new AppError(
		'rate_limited',
		`Meta was asked about this choice less than a minute ago. Press again in ${counted(retryAfter, 'second')}.`,
		{ retryAfter }
	);
}

/** Spends a waiting consent: of two clicks one counts. */
export async function spendWaiting(db: Kysely<Schema>, id: string) {
	const spent = await db
		.updateTable('attempts')
		.set({ waitingSealed: null })
		.where('id', '=', id)
		.where('waitingSealed', 'is not', null)
		.returning('id')
		.executeTakeFirst();
	return spent !== undefined;
}

const placeOf = (attempt: Attempt) => ({ attemptId: attempt.id, provider: attempt.provider });

type Deps = Omit<SaveDeps, 'maySignIn'> & { provider: SeveralAccountsLogin };

/**
 * Connects the chosen accounts of a waiting consent.
 * @param sessionHash who sends the form: the one who started it, while somebody is signed in
 * @returns null where nothing that can be connected was chosen: the consent waits on
 * @throws ConnectProblem or AppError; where Meta does not answer the consent waits on, and a minute
 * later the choice may be sent again
 */
export async function finishChoice(
	deps: Deps,
	waiting: Waiting,
	{ accountIds, sessionHash }: { accountIds: string[]; sessionHash: string | null }
): Promise<AttemptOutcome | null> {
	const { attempt, consent, choices, maySignIn } = waiting;
	await refuseEndedSession(deps, attempt);
	if (attempt.sessionHash !== null && attempt.sessionHash !== sessionHash) throw sessionEnded();
	const chosen = choices.filter(({ profile }) => accountIds.includes(profile.accountId));
	if (chosen.length === 0) return null;
	await noteAsked(deps, waiting, deps.realNow());
	const accounts = await proveAll(deps.provider, consent, chosen);
	// Not remembered: that would end the attempt under the click that counts.
	if (!(await spendWaiting(deps.db, attempt.id))) throw usedState();
	return recordingFailure(deps, attempt, deps.address, () =>
		saveCovered({ ...deps, maySignIn }, attempt, consent, { accounts, offered: choices })
	);
}

/** One account that can be chosen, as the page shows it; no token in it. */
export type ChoiceView = {
	accountId: string;
	username: string;
	name: string | null;
	pageName: string;
	/** Of the connection that this creator has already; pictures at Meta are not fetched for a choice. */
	pictureUrl: string | null;
	/** `disconnected`: only "Connect again" on its card brings it back, at this address. */
	state: 'new' | 'connected' | 'disconnected';
	connectAgainHref: string | null;
};

/** The accounts of a waiting consent beside what this creator has already. */
export async function choiceViews(
	db: Kysely<Schema>,
	{ creatorId, provider }: Pick<Attempt, 'creatorId' | 'provider'>,
	choices: Choice[]
): Promise<ChoiceView[]> {
	const own = creatorId
		? await db
				.selectFrom('connections')
				.select(['id', 'accountId', 'disconnectedAt', 'pictureVersion'])
				.where('creatorId', '=', creatorId)
				.where('provider', '=', provider)
				.execute()
		: [];
	return choices.map(({ profile, pageName }) => {
		const has = own.find(({ accountId }) => accountId === profile.accountId);
		const isDisconnected = has !== undefined && has.disconnectedAt !== null;
		return {
			accountId: profile.accountId,
			username: profile.username,
			name: profile.name,
			pageName,
			pictureUrl: has ? picturePath(has.id, has.pictureVersion) : null,
			state: !has ? 'new' : isDisconnected ? 'disconnected' : 'connected',
			connectAgainHref: isDisconnected
				? `${authPath(provider, 'login')}?connection=${has.id}`
				: null
		};
	});
}
