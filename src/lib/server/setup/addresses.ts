import { authPath, LOGINS, type ProviderId, settingName } from '../../logins.ts';
import { configuredApps, type Logins, type LoginSettings } from '../settings/login.ts';
import { isThisMachine } from '../settings/origin.ts';
import type { Settings } from '../settings/settings.ts';
import { type Check, fine, warning } from './check.ts';

/** The public address: https, or this machine itself. */
export function originCheck(origin: URL): Check {
	if (origin.protocol === 'https:') {
		return fine('origin', { title: 'Public address is https', sentence: origin.host });
	}
	if (isThisMachine(origin.hostname)) {
		return fine('origin', {
			title: 'Public address is this machine',
			sentence: `${origin.host}: no other machine reaches it.`
		});
	}
	return warning('origin', {
		title: 'Public address is plain http',
		sentence: `Whoever shares the network of ${origin.host} can read along and take over a session.`,
		cure: 'Put a web server with https in front of Mooring, and set ORIGIN to its address.'
	});
}

/** Where Meta sends the browser back to, for each login that is set. */
export function redirectChecks(settings: Logins & Pick<Settings, 'origin' | 'practice'>): Check[] {
	const isPractice = settings.practice !== null;
	return configuredApps(settings).map(({ id, app }) => redirectCheck(id, app, isPractice));
}

function redirectCheck(provider: ProviderId, login: LoginSettings, isPractice: boolean): Check {
	const { redirectUri, redirectIsOnOrigin } = login;
	const id = `${provider}-redirect`;
	const name = LOGINS[provider].asks;
	const slash = redirectUri.endsWith('/')
		? " It ends in a slash, so the one in Meta's dashboard must end in one too."
		: '';
	if (!redirectIsOnOrigin) {
		return fine(id, {
			title: `${name} redirect goes through the paste page`,
			sentence: `It is not on ORIGIN, so you paste the address of the page that fails.${slash}`
		});
	}
	if (!redirectUri.startsWith('https:') && !isPractice) {
		return warning(id, {
			title: `${name} redirect is plain http`,
			sentence: `Meta redirects to https only, so ${name} may refuse it.${slash}`,
			cure: `Set ${settingName(provider, 'REDIRECT_URI')} to https://localhost${authPath(provider, 'callback')}, give Meta the same, and paste the address of the page that fails.`
		});
	}
	return fine(id, {
		title: `${name} redirect comes back here`,
		sentence: `It is on ORIGIN; Meta's dashboard must hold it letter by letter.${slash}`
	});
}
