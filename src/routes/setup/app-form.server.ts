import { LOGINS, PROVIDER_IDS, type ProviderId, settingName } from '$lib/logins.ts';
import type { App } from '$lib/server/app.ts';
import { masked } from '$lib/server/meta-apps/store.ts';
import { confirmAddress } from '$lib/server/proof-pages.ts';
import type { AppFormData } from './app-form.ts';

function appForm(
	{ metaApps, settings, vault }: App,
	id: ProviderId,
	mayType: boolean
): AppFormData {
	const { of, where } = LOGINS[id].app;
	const saved = metaApps.savedOf(id);
	const kept = saved === 'unreadable' ? null : saved;
	const inUse = settings[id];
	return {
		login: id,
		of,
		where,
		hasConfiguration: LOGINS[id].hasConfiguration,
		source: metaApps.sourceOf(id),
		isPractice: settings.practice !== null,
		variables: [settingName(id, 'CLIENT_ID'), settingName(id, 'CLIENT_SECRET')],
		shown: inUse ? { id: masked(inUse.clientId), secret: masked(inUse.clientSecret) } : null,
		verdict: kept?.verdict ?? null,
		isUnreadable: saved === 'unreadable',
		blockedBy: vault.isLocked ? 'locked' : mayType ? null : 'proof',
		confirmHref: confirmAddress('/setup')
	};
}

/** The form of each login. */
export function appForms(app: App, mayType: boolean): Record<ProviderId, AppFormData> {
	const forms = PROVIDER_IDS.map((id) => [id, appForm(app, id, mayType)] as const);
	return Object.fromEntries(forms) as Record<ProviderId, AppFormData>;
}
