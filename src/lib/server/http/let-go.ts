import type { RequestEvent } from '@sveltejs/kit';
import type { Revocation } from '../../view.ts';
import type { App } from '../app.ts';
import { disconnect } from '../connections/disconnect.ts';
import { clientAddress } from './answer.ts';
import { ownConnection } from './own-connection.ts';

/** Disconnects the creator's own connection that an address names, and says what came of it. */
export async function letGo(event: RequestEvent, app: App): Promise<Revocation> {
	const connection = await ownConnection(event, app);
	return disconnect(
		{
			...app,
			provider: app.providers[connection.provider] ?? null,
			address: clientAddress(event)
		},
		connection
	);
}
