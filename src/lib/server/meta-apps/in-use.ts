import { PROVIDER_IDS, type ProviderId } from '../../logins.ts';
import type { Logins, Redirects } from '../settings/login.ts';
import type { SavedApps } from './store.ts';

/** Where a login's id and secret come from; null: it has none. */
export type AppSource = 'environment' | 'saved' | null;
export type AppSources = Record<ProviderId, AppSource>;

/**
 * The logins with the apps that count: the environment's, and where it has none, what Setup saved.
 * Practice has its own, and Setup saves nothing there.
 */
export function loginsInUse(
	environment: Logins,
	saved: SavedApps,
	redirects: Redirects
): { logins: Logins; sources: AppSources } {
	const logins: Logins = {};
	const sources = {} as AppSources;
	for (const id of PROVIDER_IDS) {
		const given = environment[id] ?? null;
		const kept = saved[id];
		const typed = kept && kept !== 'unreadable' ? kept : null;
		logins[id] = given ?? (typed && { ...typed, ...redirects[id] });
		sources[id] = given ? 'environment' : typed ? 'saved' : null;
	}
	return { logins, sources };
}
