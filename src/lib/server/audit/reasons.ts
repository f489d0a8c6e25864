import { type ErrorCode, isErrorCode } from '../errors.ts';
import type { EndedCause } from '../database/schema.ts';

/** Why a journey to Meta was refused, after a colon. */
const REFUSED: { [code in ErrorCode]?: string } = {
	denied: 'the answer at Meta was no',
	not_found: 'the link is used, old or unknown',
	stranger: 'a stranger',
	not_an_identity: 'the account is connected here, but is no sign-in',
	not_confirmed: 'another account came back',
	invitation_ended: 'the invitation has ended',
	not_claimed: 'the instance belongs to nobody yet',
	session_ended: 'the session had ended',
	paste_cannot_sign_in: 'a pasted address cannot sign in',
	other_account: 'another account came back',
	nothing_linked: 'no Instagram account is linked to the Page',
	account_taken: 'another creator has the account',
	was_disconnected: 'it was disconnected here',
	not_a_tester: 'the account is not yet a tester of the Meta app',
	locked: 'Mooring is locked',
	not_configured: 'the login is not set up',
	meta_refused: 'Meta refused',
	meta_busy: 'Meta asked to slow down',
	meta_unexpected: 'Meta answered with something odd',
	meta_unreachable: 'Meta did not answer',
	internal: 'something went wrong in Mooring'
};

/** Why a connection came to its end, after a colon. */
const ENDED: Record<EndedCause, string> = {
	expired: 'the token ran out',
	password_changed: 'the password was changed',
	app_removed: "the app was removed in Instagram's settings",
	token_ended: 'Instagram ended it without saying why',
	checkpoint: 'Instagram wants something confirmed',
	unconfirmed: 'Instagram wants the account confirmed'
};

/** What Meta said to a disconnect. */
const REVOKED: Record<string, string> = {
	revoked: 'Meta confirmed',
	refused: 'Meta refused to revoke',
	unreachable: 'Meta did not answer',
	not_tried: 'Meta was not asked'
};

export const refusedWhy = (code: unknown) =>
	(typeof code === 'string' && isErrorCode(code) ? REFUSED[code] : undefined) ?? plain(code);

export const endedWhy = (cause: unknown) =>
	typeof cause === 'string' && Object.hasOwn(ENDED, cause)
		? ENDED[cause as EndedCause]
		: plain(cause);

export const revocationWords = (outcome: unknown) =>
	(typeof outcome === 'string' && REVOKED[outcome]) || plain(outcome);

/** A name that has no words yet is shown as it is. */
const plain = (name: unknown) =>
	typeof name === 'string' ? name.replaceAll('_', ' ') : 'not told why';
