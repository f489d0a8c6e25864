import type { ProviderId } from '../../logins.ts';
import type { MetaAddresses } from '../settings/addresses.ts';
import { configuredApps, type Logins, type LoginSettings } from '../settings/login.ts';
import type { CallOver } from './call-over.ts';
import { facebook } from './facebook.ts';
import { instagram } from './instagram.ts';
import type { Ingredients, Patience, ProviderOf, Providers } from './provider.ts';
import type { TriedApp, TriesApp } from './try-app.ts';

type Maker<Id extends ProviderId> = (ingredients: Ingredients<Id>) => ProviderOf<Id> & TriesApp;

/** The one table of what speaks with Meta's servers. */
const MAKERS: { [id in ProviderId]: Maker<id> } = { instagram, facebook };

function make<Id extends ProviderId>(
	id: Id,
	settings: LoginSettings,
	meta: MetaAddresses,
	over?: CallOver
) {
	const { graphVersion, hosts } = meta;
	return MAKERS[id]({ settings, addresses: { graphVersion, hosts: hosts[id] }, over });
}

/**
 * Every login that has a Meta app.
 * @param over told of every call that they make
 */
export const configuredProviders = (
	settings: Logins & { meta: MetaAddresses },
	over?: CallOver
): Providers =>
	Object.fromEntries(
		configuredApps(settings).map(({ id, app }) => [id, make(id, app, settings.meta, over)])
	);

/** Asks Meta whether an app's id and secret fit; needs no person, and never throws. */
export const tryApp = (
	id: ProviderId,
	settings: LoginSettings,
	meta: MetaAddresses,
	patience: Patience,
	over?: CallOver
): Promise<TriedApp> => make(id, settings, meta, over).tryApp(patience);
