import type { ProviderId } from '../../view.ts';
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

/** The addresses for both logins, also for one that is not set yet. */
export function callbackAddresses(
	settings: Pick<Settings, 'origin' | 'instagram' | 'facebook'>
): CallbackAddresses {
	const { origin } = settings;
	const of = (provider: ProviderId): LoginAddresses => {
		const at = (path: string) => new URL(`/auth/${provider}/${path}`, origin).href;
		return {
			redirect: settings[provider]?.redirectUri ?? at('callback'),
			isPasted: settings[provider]?.redirectIsOnOrigin === false,
			deauthorize: at('deauthorize'),
			dataDeletion: at('data-deletion')
		};
	};
	const { hostname } = origin;
	return {
		instagram: of('instagram'),
		facebook: of('facebook'),
		isReachable:
			origin.protocol === 'https:' && !isThisMachine(hostname) && !isPrivateHost(hostname)
	};
}
