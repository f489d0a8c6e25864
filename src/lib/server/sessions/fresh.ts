import { minutes } from '../clock.ts';

/** How long a proof of who it is counts. */
const FRESH_FOR = minutes(10);

/**
 * Whether this session's creator showed who it is within the last ten minutes, by signing in at Meta,
 * by an identity's login with `force_reauth` (which Meta does not confirm: docs/SECURITY-MODEL.md), by
 * a passkey or by a sign-in link. Asked before inviting, removing a creator, export, deletion and changes of passkeys
 * (OWASP ASVS 5.0, 7.5.1); proof.ts says where that is not enough.
 */
export function isFresh(
	session: { reauthenticatedAt: number | null },
	now: number = Date.now()
): boolean {
	if (session.reauthenticatedAt === null) return false;
	const age = now - session.reauthenticatedAt;
	// A clock that was set back must not make a proof last longer.
	return age >= 0 && age < FRESH_FOR;
}
