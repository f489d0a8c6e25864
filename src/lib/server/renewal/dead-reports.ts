import type { RenewalDeps } from './queue.ts';
import { renewOrJoin } from './renew-now.ts';

/**
 * Takes word that Meta called a token invalid (code 190) while somebody used it. Meta says so for
 * other reasons too, so `/me` is asked before a status changes; once at a time for a connection.
 * @returns what resolves when it was asked; never rejects
 */
export function deadReports(deps: RenewalDeps): (connectionId: string) => Promise<void> {
	const underWay = new Map<string, Promise<void>>();
	return (connectionId) => {
		const known = underWay.get(connectionId);
		if (known) return known;
		const report = ask(deps, connectionId).finally(() => underWay.delete(connectionId));
		underWay.set(connectionId, report);
		return report;
	};
}

async function ask(deps: RenewalDeps, connectionId: string): Promise<void> {
	try {
		await renewOrJoin(deps, connectionId, 'schedule', true);
	} catch (error) {
		const name = error instanceof Error ? error.name : 'unknown';
		deps.log.error({ connectionId, error: name }, 'a report of a dead token failed');
	}
}
