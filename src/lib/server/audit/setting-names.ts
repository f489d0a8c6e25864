import { authPath, LOGINS, PROVIDER_IDS, type ProviderId, settingName } from '../../logins.ts';
import type { Settings } from '../settings/settings.ts';

/** A value of any kind under the name of its variable; null: as Mooring has it by itself. */
export type NamedSettings = Record<string, unknown>;

/** The settings by the names that the operator knows them by, values and all: never to be stored. */
export function namedSettings(settings: Settings): NamedSettings {
	const { origin, meta } = settings;
	return {
		ORIGIN: origin.origin,
		TOOLS_ORIGIN: settings.toolsOrigins.map((one) => one.origin).join(',') || null,
		HOST: settings.host,
		PORT: settings.port,
		ADDRESS_HEADER: settings.addressHeader,
		XFF_DEPTH: settings.xffDepth,
		DATA_DIR: settings.dataDir,
		...ofEach(credentials),
		...ofEach((id) => ({ CLIENT_SECRET_PREVIOUS: settings.previousSecrets[id] ?? null })),
		...ofEach((id) =>
			LOGINS[id].hasConfiguration ? { CONFIG_ID: settings[id]?.configId ?? null } : {}
		),
		META_GRAPH_VERSION: meta.graphVersion,
		...ofEach(hosts),
		REFRESH_AFTER_DAYS: settings.refreshAfterDays,
		FEED_EVERY_MINUTES: settings.feedEveryMinutes,
		MEDIA_MAX_GB: settings.mediaMaxBytes,
		SMTP_URL: settings.mail && JSON.stringify({ ...settings.mail, from: null }),
		MAIL_FROM: settings.mail?.from ?? null,
		HEARTBEAT_URL: settings.heartbeatUrl?.href ?? null,
		OUTGOING_PRIVATE_HOSTS: settings.outgoingPrivateHosts.join(',') || null,
		BACKUP_KEY: settings.backup.key,
		BACKUP_DIR: settings.backup.folder,
		OPERATOR_NAME: settings.operator.name,
		OPERATOR_CONTACT: settings.operator.contact,
		LOG_LEVEL: settings.logLevel,
		HTTPS_PROXY: settings.outgoingProxy
	};

	function hosts(id: ProviderId) {
		return Object.fromEntries(
			Object.entries(meta.hosts[id]).map(([host, url]) => [`${host.toUpperCase()}_URL`, url])
		);
	}
	function credentials(id: ProviderId) {
		const values = settings[id];
		const redirect = values?.redirectUri ?? null;
		return {
			CLIENT_ID: values?.clientId ?? null,
			CLIENT_SECRET: values?.clientSecret ?? null,
			// One that follows ORIGIN does not change beside it.
			REDIRECT_URI: redirect === origin.origin + authPath(id, 'callback') ? null : redirect
		};
	}
}

/** The settings of each login, under their whole names. */
const ofEach = (settingsOf: (id: ProviderId) => NamedSettings): NamedSettings =>
	Object.fromEntries(
		PROVIDER_IDS.flatMap((id) =>
			Object.entries(settingsOf(id)).map(([name, value]) => [settingName(id, name), value])
		)
	);
