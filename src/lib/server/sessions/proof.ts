import type { Kysely } from 'kysely';
import { hasPasskey } from '../creators/passkeys.ts';
import type { ProvedBy } from '../database/creator-tables.ts';
import type { Schema } from '../database/schema.ts';
import { isLaxPage } from '../proof-pages.ts';
import { isFresh } from './fresh.ts';

type Proved = {
	creatorId: string;
	reauthenticatedAt: number | null;
	provedBy: ProvedBy | null;
};

/**
 * Whether what a session's creator last proved is enough for a page. Everything wants a fresh proof;
 * inviting, exporting and making keys take a plain sign-in as one.
 * A login at Meta can be skipped by who can change what the browser sends there (see
 * docs/SECURITY-MODEL.md), so deletion, removal and the passkeys themselves take none of a creator who
 * has a passkey: only that, or a sign-in link.
 * @param now milliseconds of real time
 */
export async function isProofFor(
	db: Kysely<Schema>,
	session: Proved,
	page: string,
	now = Date.now()
): Promise<boolean> {
	if (!isFresh(session, now)) return false;
	if (isLaxPage(page)) return true;
	if (session.provedBy !== 'login') return session.provedBy !== null;
	return !(await hasPasskey(db, session.creatorId));
}

/** Whether a page asks this creator for a proof that cannot be skipped. */
export const mustBeFirm = async (db: Kysely<Schema>, creatorId: string, page: string) =>
	!isLaxPage(page) && (await hasPasskey(db, creatorId));
