import { seconds } from '../clock.ts';
import type { Connection } from '../database/schema.ts';
import { CouldNotSend } from '../meta/errors.ts';
import type { Page } from '../meta/provider.ts';
import type { RelayDeps } from './deps.ts';
import { tokenOf } from './open-connection.ts';
import { metaOddAnswer, metaRateLimited, metaUnreachable } from './refusals.ts';

const PATIENCE = seconds(10);

/**
 * The Page of a connection, as it is stored; one that was made before Pages were kept asks Meta once.
 * @throws ToolRefusal meta_rate_limited, meta_unreachable, meta_odd_answer, and what tokenOf throws
 */
export async function pageOf(
	deps: Pick<RelayDeps, 'renewal' | 'db' | 'brake'>,
	connection: Connection
): Promise<Page> {
	const { pageId, pageName } = connection;
	if (pageId !== null) return { id: pageId, name: pageName ?? pageId };
	const provider = deps.renewal.providers[connection.provider];
	const token = await tokenOf(deps, connection);
	if (!provider?.readPage) throw metaOddAnswer();
	const held = deps.brake.mayCall(connection, 'tool');
	if (held !== null) throw metaRateLimited(held.waitMs);
	try {
		const page = await provider.readPage(token, {
			timeoutMs: PATIENCE,
			heard: (told) => void deps.brake.heard(connection, told)
		});
		await deps.db
			.updateTable('connections')
			.set({ pageId: page.id, pageName: page.name })
			.where('id', '=', connection.id)
			.execute();
		return page;
	} catch (error) {
		throw error instanceof CouldNotSend ? metaUnreachable() : metaOddAnswer();
	}
}
