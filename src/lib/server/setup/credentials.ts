import type { ProviderId } from '../../view.ts';
import type { LoginSettings, Settings } from '../settings/settings.ts';
import { type Check, fine, warning, wrong } from './check.ts';
import { idOddity, looksLikeSecret, type Oddity, secretOddity } from './value-shape.ts';

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
