import type { ProviderId } from '../../view.ts';
import type { LoginSettings } from '../settings/login.ts';
import type { Settings } from '../settings/settings.ts';
import { type Check, fine, warning, wrong } from './check.ts';

export type Logins = Pick<Settings, 'instagram' | 'facebook'>;

/** What each login calls its app, and where Meta's dashboard shows its id and secret. */
const APPS = {
	instagram: { name: 'Instagram app', where: 'Instagram › API setup with Instagram login' },
	facebook: { name: 'Meta app', where: 'App settings › Basic' }
};

/** Whether id and secret of each login are there, and look as Meta's do. */
export function credentialChecks(logins: Logins): Check[] {
	const { instagram, facebook } = logins;
	if (!instagram && !facebook) return [noApp];
	return [
		...(instagram ? appChecks('instagram', instagram) : [notUsed('instagram')]),
		...(facebook ? appChecks('facebook', facebook) : [notUsed('facebook')])
	];
}

const noApp = wrong('instagram-credentials', {
	title: 'No Meta app is set',
	sentence: 'INSTAGRAM_CLIENT_ID and INSTAGRAM_CLIENT_SECRET are not set, so nothing can connect.',
	cure: 'Make a Meta app by the steps of Setup, write both into .env, and start Mooring again.'
});

const notUsed = (provider: ProviderId) =>
	fine(`${provider}-credentials`, {
		title: `${provider === 'instagram' ? 'Instagram' : 'Facebook'} Login is not used`,
		sentence: `Its id and secret are not set; the other login works without them.`
	});

function appChecks(provider: ProviderId, app: LoginSettings): Check[] {
	if (isExchanged(app)) return [exchanged(provider)];
	return [
		shapeCheck(provider, 'id', idOddity(app.clientId)),
		shapeCheck(provider, 'secret', secretOddity(app.clientSecret))
	];
}

const isExchanged = ({ clientId, clientSecret }: LoginSettings) =>
	looksLikeSecret(clientId.trim()) &&
	!/^\d+$/.test(clientId.trim()) &&
	/^\d+$/.test(clientSecret.trim());

function exchanged(provider: ProviderId): Check {
	const prefix = provider.toUpperCase();
	return wrong(`${provider}-id`, {
		title: `Id and secret of the ${APPS[provider].name} are exchanged`,
		sentence: `${prefix}_CLIENT_ID looks like a secret, and ${prefix}_CLIENT_SECRET like an id.`,
		cure: 'Write each in the place of the other, and start Mooring again.'
	});
}

function shapeCheck(provider: ProviderId, part: 'id' | 'secret', oddity: Oddity | null): Check {
	const { name, where } = APPS[provider];
	const id = `${provider}-${part}`;
	const setting = `${provider.toUpperCase()}_CLIENT_${part.toUpperCase()}`;
	if (!oddity) {
		return fine(id, {
			title: `${name} ${part} is set`,
			sentence: part === 'id' ? "It is a number, as Meta's ids are." : 'It has the shape of one.'
		});
	}
	const words = {
		title: `The ${name} ${part} does not look like one`,
		sentence: `${setting} ${oddity.what}.`,
		cure: `Copy it anew from ${where} in Meta's dashboard, and start Mooring again.`
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
