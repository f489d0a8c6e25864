import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { isClaimCode, isClaimed } from '../creators/claim.ts';
import { ownerId } from '../creators/creator.ts';
import { isFresh } from '../sessions/fresh.ts';
import { readCookie } from './cookies.ts';

/** Whether the owner of this instance asks. */
export async function isOwner({ locals }: RequestEvent, app: App): Promise<boolean> {
	const { session } = locals;
	return (
		session !== null && (await app.remember('owner', () => ownerId(app.db))) === session.creatorId
	);
}

/**
 * Whether a browser brings a claim code that is wrong, where the right one would open something: a
 * cookie can be guessed with at any address.
 */
export async function guessesClaim({ cookies }: RequestEvent, app: App): Promise<boolean> {
	const { settings } = app;
	const code = readCookie(cookies, settings.origin, 'claim');
	if (code === null || app.practice || (await isTaken(app))) return false;
	return !isClaimCode(code, settings.dataDir, settings.claimCode);
}

/** `/setup` opens for the owner and, before the claim, for a browser that holds the claim code. */
export async function maySetUp(event: RequestEvent, app: App): Promise<boolean> {
	const { settings } = app;
	if (event.locals.session) return isOwner(event, app);
	if (app.practice || (await isTaken(app))) return false;
	const code = readCookie(event.cookies, settings.origin, 'claim');
	return code !== null && isClaimCode(code, settings.dataDir, settings.claimCode);
}

const isTaken = ({ db, remember }: App) => remember('claimed', () => isClaimed(db));

/** An export is for who has proved within the last ten minutes who it is. */
export const mayExport = ({ locals: { session } }: RequestEvent) =>
	session !== null && isFresh(session);
