import type { Kysely } from 'kysely';
import { PROVIDER_IDS, type ProviderId } from '../../logins.ts';
import type { Schema } from '../database/schema.ts';
import type { CallOver } from '../meta/call-over.ts';
import type { Providers } from '../meta/provider.ts';
import { configuredProviders } from '../meta/providers.ts';
import type { Logins, Redirects } from '../settings/login.ts';
import type { Settings } from '../settings/settings.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { type AppCredentials, readSavedApps, type SavedApps, savedAppsVersion } from './store.ts';

/** Where a login's id and secret come from; null: it has none. */
export type AppSource = 'environment' | 'saved' | null;
export type AppSources = Record<ProviderId, AppSource>;

const withRedirect = (
	{ clientId, clientSecret, configId }: AppCredentials,
	redirect: Redirects[ProviderId]
) => ({ clientId, clientSecret, configId, ...redirect });

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
		logins[id] = given ?? (typed && withRedirect(typed, redirects[id]));
		sources[id] = given ? 'environment' : typed ? 'saved' : null;
	}
	return { logins, sources };
}

type Deps = { db: Kysely<Schema>; vault: TokenVault; environment: Settings; over?: CallOver };

/**
 * The Meta apps of the running Mooring. `settings` and `providers` stay the same objects and change
 * within, so that whatever holds them uses the new app with its next call, without a restart.
 */
export async function metaAppsInUse({ db, vault, environment, over }: Deps) {
	const settings: Settings = { ...environment };
	const providers: Providers = {};
	let saved: SavedApps = {};
	let sources = {} as AppSources;
	let version = '';

	async function load() {
		version = await savedAppsVersion(db);
		saved = await readSavedApps({ db, vault });
		const inUse = loginsInUse(environment, saved, environment.redirects);
		sources = inUse.sources;
		Object.assign(settings, inUse.logins);
		for (const id of PROVIDER_IDS) delete providers[id];
		Object.assign(providers, configuredProviders(settings, over));
	}
	await load();

	return {
		settings,
		providers,
		load,
		/** A command in another process may have saved something. */
		async loadIfChanged() {
			if ((await savedAppsVersion(db)) !== version) await load();
		},
		sourceOf: (id: ProviderId): AppSource => sources[id],
		savedOf: (id: ProviderId) => saved[id] ?? null
	};
}

export type MetaApps = Awaited<ReturnType<typeof metaAppsInUse>>;
