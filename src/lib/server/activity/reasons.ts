import { revocationClause } from '../problems/revocation.ts';
import { type ErrorCode, isErrorCode } from '../errors.ts';
import type { Facts } from './line.ts';
import { CAUSES, isCause, needsSomebody } from '../problems/causes.ts';

/** Why an attempt was refused, after a colon. */
const REFUSED: { [code in ErrorCode]?: string } = {
	denied: 'the answer at Meta was no',
	not_found: 'the link is used, old or unknown',
	stranger: 'a stranger',
	not_an_identity: 'the account is connected here, but signs nobody in',
	not_confirmed: 'another account came back',
	passkey_refused: 'the passkey was not accepted',
	invitation_ended: 'the invitation has ended',
	not_claimed: 'nobody has set this Mooring up yet',
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
	server_error: 'something went wrong at Meta',
	temporarily_unavailable: 'Meta could not ask then',
	internal: 'something went wrong in Mooring'
};

/** @param cause why Meta refused, where that is somebody's matter: it tells more than the code */
export const refusedWhy = (code: unknown, cause: unknown) =>
	isCause(cause) && needsSomebody(cause) ? CAUSES[cause].activity : whyOf(code);

const whyOf = (code: unknown) =>
	(typeof code === 'string' && isErrorCode(code) ? REFUSED[code] : undefined) ?? plain(code);

/** Why a connection came to its end, after a colon. */
export const endedWhy = (cause: unknown) =>
	isCause(cause) ? CAUSES[cause].activity : plain(cause);

/** What came of a disconnect at Meta, as its card says it; old lines know the outcome alone. */
export const revocationWords = ({ fact, revocation }: Facts) =>
	revocationClause(fact) ?? revocationClause(revocation) ?? plain(revocation);

/** A name that has no words yet is shown as it is. */
const plain = (name: unknown) =>
	typeof name === 'string' ? name.replaceAll('_', ' ') : 'not told why';
