import { type Host, LOGINS, PROVIDER_IDS, type ProviderId, settingName } from '../../logins.ts';
import type { Environment } from './environment.ts';
import type { Practice } from './practice.ts';

const META_HOSTS = PROVIDER_IDS.flatMap((id) =>
	Object.values(LOGINS[id].hosts).map((url) => new URL(url).host)
);

/** Meta's addresses for one login, and the version of its API. */
export type LoginHosts<Id extends ProviderId = ProviderId> = Record<Host<Id>, string>;
export type MetaAddresses = { graphVersion: string; hosts: { [id in ProviderId]: LoginHosts<id> } };

/** Where Meta is: its own addresses, the simulator's in practice, or a stand-in, with a notice. */
export function metaAddresses(source: Environment, practice: Practice | null) {
	const simulator = practice ? `http://127.0.0.1:${String(practice.simulatorPort)}` : null;
	const hostsOf = (id: ProviderId) =>
		Object.entries(LOGINS[id].hosts).map(([host, usual]) => {
			const url = readUrl(source, hostSetting(id, host), usual);
			return [host, url ?? simulator ?? usual] as const;
		});
	const addresses: MetaAddresses = {
		graphVersion: graphVersion(source),
		hosts: Object.fromEntries(
			PROVIDER_IDS.map((id) => [id, Object.fromEntries(hostsOf(id))])
		) as MetaAddresses['hosts']
	};
	return { addresses, notices: practice ? [] : strangers(allHosts(addresses)) };
}

/** The name of the setting for one of a login's hosts: INSTAGRAM_WEB_URL. */
const hostSetting = (id: ProviderId, host: string) => settingName(id, `${host.toUpperCase()}_URL`);

/** The addresses of all logins. */
export const allHosts = ({ hosts }: Pick<MetaAddresses, 'hosts'>): string[] =>
	Object.values(hosts).flatMap((urls) => Object.values(urls));

function strangers(urls: string[]) {
	const hosts = urls.map((url) => new URL(url).host).filter((host) => !META_HOSTS.includes(host));
	if (hosts.length === 0) return [];
	return [`This Mooring talks to ${[...new Set(hosts)].join(' and ')} instead of Meta.`];
}

/** The address without a slash at its end. */
function readUrl(source: Environment, name: string, usual: string) {
	const text = source.text(name);
	if (text === undefined) return null;
	const url = URL.canParse(text) ? new URL(text) : null;
	if (!url || !/^https?:\/\/[^/]/i.test(text) || /[?#@\s]/.test(text)) {
		source.problem(`${name} must be an http or https address without a query, such as ${usual}.`);
		return null;
	}
	return url.href.replace(/\/+$/, '');
}

function graphVersion(source: Environment) {
	const version = source.text('META_GRAPH_VERSION') ?? 'v25.0';
	if (!/^v\d+\.\d+$/.test(version)) {
		source.problem('META_GRAPH_VERSION must look like v25.0.');
	}
	return version;
}
