import { authPath, PROVIDER_IDS, type ProviderId } from '../../logins.ts';
import { isPrivateHost, isThisMachine } from '../settings/origin.ts';
import type { Settings } from '../settings/settings.ts';

/** What is pasted into Meta's dashboard for one login; all are whole addresses. */
export type LoginAddresses = {
	redirect: string;
	/** Off ORIGIN, connecting goes through the paste page. */
	isPasted: boolean;
	deauthorize: string;
	dataDeletion: string;
};

/** `isReachable`: whether Meta can call this instance from the internet, as far as ORIGIN tells. */
export type CallbackAddresses = Record<ProviderId, LoginAddresses> & { isReachable: boolean };

/** The addresses for every login, also for one that is not set yet. */
export function callbackAddresses(
	settings: Pick<Settings, 'origin' | 'redirects'>
): CallbackAddresses {
	const { origin } = settings;
	const of = (provider: ProviderId): LoginAddresses => {
		const at = (step: Parameters<typeof authPath>[1]) =>
			new URL(authPath(provider, step), origin).href;
		return {
			redirect: settings.redirects[provider].redirectUri,
			isPasted: !settings.redirects[provider].redirectIsOnOrigin,
			deauthorize: at('deauthorize'),
			dataDeletion: at('data-deletion')
		};
	};
	const { hostname } = origin;
	const all = Object.fromEntries(PROVIDER_IDS.map((id) => [id, of(id)]));
	return {
		...(all as Record<ProviderId, LoginAddresses>),
		isReachable:
			origin.protocol === 'https:' && !isThisMachine(hostname) && !isPrivateHost(hostname)
	};
}

/** The pages that Meta asks for before an app may be published; whole addresses. */
export const publicPages = ({ origin }: Pick<Settings, 'origin'>) => ({
	privacy: new URL('/privacy', origin).href,
	terms: new URL('/terms', origin).href
});
