import type { Environment } from './environment.ts';
import type { Practice } from './practice.ts';

/** Meta's API reference, November 2026. */
const META_URLS = {
	INSTAGRAM_WEB_URL: 'https://www.instagram.com',
	INSTAGRAM_API_URL: 'https://api.instagram.com',
	INSTAGRAM_GRAPH_URL: 'https://graph.instagram.com',
	FACEBOOK_WEB_URL: 'https://www.facebook.com',
	FACEBOOK_GRAPH_URL: 'https://graph.facebook.com'
};
type UrlName = keyof typeof META_URLS;
const META_HOSTS = Object.values(META_URLS).map((url) => new URL(url).host);

/** Where Meta is: its own addresses, the simulator's in practice, or a stand-in, with a notice. */
export function metaAddresses(source: Environment, practice: Practice | null) {
	const simulator = practice ? `http://127.0.0.1:${String(practice.simulatorPort)}` : null;
	const address = (name: UrlName) => readUrl(source, name) ?? simulator ?? META_URLS[name];
	const addresses: MetaAddresses = {
		graphVersion: graphVersion(source),
		instagramWebUrl: address('INSTAGRAM_WEB_URL'),
		instagramApiUrl: address('INSTAGRAM_API_URL'),
		instagramGraphUrl: address('INSTAGRAM_GRAPH_URL'),
		facebookWebUrl: address('FACEBOOK_WEB_URL'),
		facebookGraphUrl: address('FACEBOOK_GRAPH_URL')
	};
	const { graphVersion: _, ...urls } = addresses;
	return { addresses, notices: practice ? [] : strangers(Object.values(urls)) };
}

function strangers(urls: string[]) {
	const hosts = urls.map((url) => new URL(url).host).filter((host) => !META_HOSTS.includes(host));
	if (hosts.length === 0) return [];
	return [`This instance talks to ${[...new Set(hosts)].join(' and ')} instead of Meta.`];
}

/** The address without a slash at its end. */
function readUrl(source: Environment, name: UrlName) {
	const text = source.text(name);
	if (text === undefined) return null;
	const url = URL.canParse(text) ? new URL(text) : null;
	if (!url || !/^https?:\/\/[^/]/i.test(text) || /[?#@\s]/.test(text)) {
		source.problem(
			`${name} must be an http or https address without a query, such as ${META_URLS[name]}.`
		);
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

export type MetaAddresses = {
	graphVersion: string;
	instagramWebUrl: string;
	instagramApiUrl: string;
	instagramGraphUrl: string;
	facebookWebUrl: string;
	facebookGraphUrl: string;
};
