import type { Settings } from '../settings/settings.ts';

/** One of Meta's hosts; `isForBrowsers`: the creator's browser goes there, Mooring itself does not. */
export type MetaHost = { address: string; isForBrowsers: boolean };

/** The hosts of the logins that are set, each once. The first is one whose clock counts. */
export function metaHosts({
	instagram,
	facebook,
	meta
}: Pick<Settings, 'instagram' | 'facebook' | 'meta'>): MetaHost[] {
	const hosts = [
		...(instagram ? [needed(meta.instagramGraphUrl), needed(meta.instagramApiUrl)] : []),
		...(facebook ? [needed(meta.facebookGraphUrl)] : []),
		...(instagram ? [forBrowsers(meta.instagramWebUrl)] : []),
		...(facebook ? [forBrowsers(meta.facebookWebUrl)] : [])
	];
	return hosts.filter(
		({ address }, at) => hosts.findIndex((host) => host.address === address) === at
	);
}

const needed = (url: string) => ({ address: new URL(url).origin, isForBrowsers: false });
const forBrowsers = (url: string) => ({ address: new URL(url).origin, isForBrowsers: true });
