import type { Kysely } from 'kysely';
import { createHash } from 'node:crypto';
import { minutes } from '../clock.ts';
import type { PasskeyQuestionTable } from '../database/creator-tables.ts';
import type { Schema } from '../database/schema.ts';
import { AppError } from '../errors.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';

/** How long a browser may take to answer. */
export const QUESTION_LIFE = minutes(5);

/** Open questions of all: beyond them the oldest of who has most of them open gives way. */
const MAX_OPEN = 1_000;

/** What a question is for, and who asked: a session, or a network where nobody was signed in. */
type Asked = Pick<PasskeyQuestionTable, 'purpose' | 'sessionHash' | 'network'>;

/**
 * The challenge that belongs to a cookie: derived one way, so that the database holds one hash and
 * neither of the two. 256 bits (Web Authentication Level 3, section 13.4.3 wants 128).
 */
const challengeOf = (secret: string) =>
	createHash('sha256').update(`mooring passkey\n${secret}`).digest('base64url');

/**
 * Begins a question for a passkey.
 * @returns the browser's half for its cookie, and the challenge to be signed (base64url)
 */
export async function askQuestion(db: Kysely<Schema>, asked: Asked, now: number) {
	const secret = newSecret();
	await db
		.insertInto('passkeyQuestions')
		.values({ ...asked, codeHash: hashOf(secret), expiresAt: now + QUESTION_LIFE })
		.execute();
	await makeRoom(db);
	return { secret, challenge: challengeOf(secret) };
}

/**
 * Spends the question that a browser was asked, whatever the answer is worth.
 * @returns the challenge that had to be signed, base64url
 * @throws AppError passkey_refused: spent, too old, of another purpose or another session
 */
export async function spendQuestion(
	db: Kysely<Schema>,
	secret: string,
	by: Pick<Asked, 'purpose' | 'sessionHash'>,
	now: number
): Promise<string> {
	const row = await db
		.deleteFrom('passkeyQuestions')
		.where('codeHash', '=', hashOf(secret))
		.returning(['purpose', 'sessionHash', 'expiresAt'])
		.executeTakeFirst();
	const isMeant = row?.purpose === by.purpose && row.sessionHash === by.sessionHash;
	if (!isMeant || row.expiresAt <= now) throw notAsked();
	return challengeOf(secret);
}

export const notAsked = () =>
	new AppError(
		'passkey_refused',
		'This took longer than five minutes, or was begun elsewhere. Press the button again.'
	);

async function makeRoom(db: Kysely<Schema>) {
	await db
		.deleteFrom('passkeyQuestions')
		.where('codeHash', '=', (eb) =>
			eb
				.selectFrom('passkeyQuestions')
				.select('codeHash')
				.where(
					eb.selectFrom('passkeyQuestions').select(eb.fn.countAll().as('count')),
					'>',
					MAX_OPEN
				)
				.orderBy(
					eb.fn
						.countAll()
						.over((over) => over.partitionBy(['passkeyQuestions.sessionHash', 'network'])),
					'desc'
				)
				.orderBy('expiresAt')
				.orderBy('codeHash')
				.limit(1)
		)
		.execute();
}

export async function dropOldQuestions(db: Kysely<Schema>, now: number) {
	await db.deleteFrom('passkeyQuestions').where('expiresAt', '<=', now).execute();
}
