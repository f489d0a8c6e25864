import type { RequestEvent } from '@sveltejs/kit';
import type { Revocation } from '../../view.ts';
import type { App } from '../app.ts';
import { disconnect } from '../connections/disconnect.ts';
import { connectionView } from '../connections/health.ts';
import { findConnection } from '../connections/store.ts';
import { notFound } from '../errors.ts';
import { clientAddress, signedIn } from './answer.ts';

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

/**
 * Disconnects the creator's own connection that an address names, and says what came of it.
 * @param erases what is kept of its posts goes now, and not after 30 days
 */
export async function disconnectOwn(
	event: RequestEvent,
	app: App,
	{ erases }: { erases: boolean }
): Promise<Revocation> {
	const connection = await ownConnection(event, app);
	const revocation = await disconnect(
		{
			...app,
			provider: app.providers[connection.provider] ?? null,
			address: clientAddress(event)
		},
		connection
	);
	if (erases) await app.content.erase(connection.id);
	return revocation;
}
