import { LOGINS, PROVIDER_IDS, type ProviderId, settingName } from '$lib/logins.ts';
import type { App } from '$lib/server/app.ts';
import { masked } from '$lib/server/meta-apps/store.ts';
import { confirmAddress } from '$lib/server/proof-pages.ts';

/** What the form of a login's Meta app shows: where its values come from, and none of them whole. */
function appForm({ metaApps, settings, vault }: App, id: ProviderId, mayType: boolean) {
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
		/** The variables that count before what is typed. */
		variables: [settingName(id, 'CLIENT_ID'), settingName(id, 'CLIENT_SECRET')],
		shown: inUse ? { id: masked(inUse.clientId), secret: masked(inUse.clientSecret) } : null,
		verdict: kept?.verdict ?? null,
		/** Another key sealed what was saved: it has to be typed anew. */
		isUnreadable: saved === 'unreadable',
		blockedBy: vault.isLocked ? ('locked' as const) : mayType ? null : ('proof' as const),
		confirmHref: confirmAddress('/setup')
	};
}

export type AppFormData = ReturnType<typeof appForm>;

/** The form of each login. */
export function appForms(app: App, mayType: boolean): Record<ProviderId, AppFormData> {
	const forms = PROVIDER_IDS.map((id) => [id, appForm(app, id, mayType)] as const);
	return Object.fromEntries(forms) as Record<ProviderId, AppFormData>;
}
