import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { findConnection } from '../connections/store.ts';
import { connectionView } from '../connections/view.ts';
import { notFound } from '../errors.ts';
import { signedIn } from './answer.ts';

/**
 * The connection that an address names, if it is the creator's own.
 * @throws AppError not_signed_in, not_found (a foreign one is as unknown as none)
 */
export async function ownConnection(event: RequestEvent, app: App) {
	const { creatorId } = signedIn(event);
	const connection = await findConnection(app.db, creatorId, event.params.id ?? '');
	if (!connection) throw notFound();
	return connection;
}

/** The same as browsers see it, read anew. */
export async function ownConnectionView(event: RequestEvent, app: App) {
	return connectionView(await ownConnection(event, app), {
		now: app.clock.now(),
		isLocked: app.vault.isLocked
	});
}
