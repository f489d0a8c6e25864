import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { isClaimCode, isClaimed } from '../creators/claim.ts';
import { ownerId } from '../creators/creator.ts';
import { readCookie } from './cookies.ts';

/** `/setup` opens for the owner and, before the claim, for a browser that holds the claim code. */
export async function maySetUp(event: RequestEvent, app: App): Promise<boolean> {
	const { db, settings } = app;
	const { session } = event.locals;
	if (session) return (await ownerId(db)) === session.creatorId;
	if (app.practice || (await isClaimed(db))) return false;
	const code = readCookie(event.cookies, settings.origin, 'claim');
	return code !== null && isClaimCode(code, settings.dataDir, settings.claimCode);
}
