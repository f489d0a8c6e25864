import type { Settings } from '../settings/settings.ts';

/** A value of any kind under the name of its variable; null: as Mooring has it by itself. */
export type NamedSettings = Record<string, unknown>;

/** The settings by the names that the operator knows them by, values and all: never to be stored. */
export function namedSettings(settings: Settings): NamedSettings {
	const { origin, meta } = settings;
	return {
		ORIGIN: origin.origin,
		HOST: settings.host,
		PORT: settings.port,
		ADDRESS_HEADER: settings.addressHeader,
		XFF_DEPTH: settings.xffDepth,
		DATA_DIR: settings.dataDir,
		...loginNames('INSTAGRAM', settings.instagram),
		...loginNames('FACEBOOK', settings.facebook),
		INSTAGRAM_CLIENT_SECRET_PREVIOUS: settings.previousSecrets.instagram,
		FACEBOOK_CLIENT_SECRET_PREVIOUS: settings.previousSecrets.facebook,
		FACEBOOK_CONFIG_ID: settings.facebook?.configId ?? null,
		META_GRAPH_VERSION: meta.graphVersion,
		INSTAGRAM_WEB_URL: meta.instagramWebUrl,
		INSTAGRAM_API_URL: meta.instagramApiUrl,
		INSTAGRAM_GRAPH_URL: meta.instagramGraphUrl,
		FACEBOOK_WEB_URL: meta.facebookWebUrl,
		FACEBOOK_GRAPH_URL: meta.facebookGraphUrl,
		REFRESH_AFTER_DAYS: settings.refreshAfterDays,
		LOG_LEVEL: settings.logLevel,
		HTTPS_PROXY: settings.outgoingProxy
	};

	function loginNames(login: 'INSTAGRAM' | 'FACEBOOK', values: Settings['instagram']) {
		const path = `/auth/${login.toLowerCase()}/callback`;
		const redirect = values?.redirectUri ?? null;
		return {
			[`${login}_CLIENT_ID`]: values?.clientId ?? null,
			[`${login}_CLIENT_SECRET`]: values?.clientSecret ?? null,
			// One that follows ORIGIN does not change beside it.
			[`${login}_REDIRECT_URI`]: redirect === origin.origin + path ? null : redirect
		};
	}
}
