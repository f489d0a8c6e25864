import { DEFAULT_LOGIN, LOGINS, PROVIDER_IDS, type ProviderId, settingName } from '../../logins.ts';
import type { Logins, LoginSettings } from '../settings/login.ts';
import { type Check, fine, warning, wrong } from './check.ts';

/** Whether id and secret of each login are there, and look as Meta's do. */
export function credentialChecks(logins: Logins): Check[] {
	if (PROVIDER_IDS.every((id) => !logins[id])) return [noApp];
	return PROVIDER_IDS.flatMap((id) => {
		const app = logins[id];
		return app ? appChecks(id, app) : [notUsed(id)];
	});
}

const noApp = wrong(`${DEFAULT_LOGIN}-credentials`, {
	title: 'No Meta app is set',
	sentence: `${settingName(DEFAULT_LOGIN, 'CLIENT_ID')} and ${settingName(DEFAULT_LOGIN, 'CLIENT_SECRET')} are not set, so nothing can connect.`,
	cure: 'Make a Meta app by the steps of Setup, and type both there, or here: npm run mooring -- configure.'
});

const notUsed = (provider: ProviderId) =>
	fine(`${provider}-credentials`, {
		title: `${LOGINS[provider].name} is not used`,
		sentence: `Its id and secret are not set; the other login works without them.`
	});

function appChecks(provider: ProviderId, app: LoginSettings): Check[] {
	if (isExchanged(app)) return [exchanged(provider)];
	return [
		shapeCheck(provider, 'id', idOddity(app.clientId)),
		shapeCheck(provider, 'secret', secretOddity(app.clientSecret))
	];
}

/** Whether id and secret stand in each other's place. */
export const isExchanged = ({
	clientId,
	clientSecret
}: Pick<LoginSettings, 'clientId' | 'clientSecret'>) =>
	looksLikeSecret(clientId.trim()) &&
	!/^\d+$/.test(clientId.trim()) &&
	/^\d+$/.test(clientSecret.trim());

function exchanged(provider: ProviderId): Check {
	const id = settingName(provider, 'CLIENT_ID');
	const secret = settingName(provider, 'CLIENT_SECRET');
	return wrong(`${provider}-id`, {
		title: `Id and secret of the ${LOGINS[provider].app.of} app are exchanged`,
		sentence: `${id} looks like a secret, and ${secret} like an id.`,
		cure: 'Write each in the place of the other.'
	});
}

function shapeCheck(provider: ProviderId, part: 'id' | 'secret', oddity: Oddity | null): Check {
	const { of, where } = LOGINS[provider].app;
	const name = `${of} app`;
	const id = `${provider}-${part}`;
	const setting = settingName(provider, `CLIENT_${part.toUpperCase()}`);
	if (!oddity) {
		return fine(id, {
			title: `${name} ${part} is set`,
			sentence: part === 'id' ? "It is a number, as Meta's ids are." : 'It has the shape of one.'
		});
	}
	const words = {
		title: `The ${name} ${part} does not look like one`,
		sentence: `${setting} ${oddity.what}.`,
		cure: `Copy it anew from ${where} in Meta's dashboard.`
	};
	return oddity.isWrong ? wrong(id, words) : warning(id, words);
}

/** What is odd about a value; `isWrong` where it cannot be right whatever Meta says. */
export type Oddity = { what: string; isWrong: boolean };

/** What scripts write where a value is missing. */
const PLACEHOLDERS = new Set(['undefined', 'null', 'nan']);
const QUOTES = /["'`“”‘’]/;

/** Ids of Meta apps are digits. @returns null where nothing is odd; no part of the value is told */
export function idOddity(id: string): Oddity | null {
	const general = generalOddity(id);
	if (general) return general;
	if (/^\d+$/.test(id)) return null;
	return odd(`has ${String(id.length)} characters that are not all digits`);
}

/** Secrets of Meta apps are 32 hexadecimal digits. @returns null where nothing is odd */
export function secretOddity(secret: string): Oddity | null {
	const general = generalOddity(secret);
	if (general) return general;
	return looksLikeSecret(secret) ? null : odd('is not 32 hexadecimal digits');
}

export const looksLikeSecret = (value: string) => /^[0-9a-f]{32}$/i.test(value);

function generalOddity(value: string): Oddity | null {
	if (PLACEHOLDERS.has(value.trim().toLowerCase())) {
		return { what: 'holds the word that a script writes for a missing value', isWrong: true };
	}
	if (QUOTES.test(value)) return odd('has a quotation mark in it');
	if (value.includes('=')) return odd('has an equals sign in it');
	if (value !== value.trim()) return odd('begins or ends with a space');
	return /\s/.test(value) ? odd('has a space in it') : null;
}

const odd = (what: string): Oddity => ({ what, isWrong: false });
