import { LOGINS, PROVIDER_IDS, settingName } from '../../logins.ts';
import type { Settings } from '../settings/settings.ts';
import { type Check, warning } from './check.ts';

/** App secrets that were replaced and still count: told for as long as they are set. */
export const previousSecretChecks = ({
	previousSecrets
}: Pick<Settings, 'previousSecrets'>): Check[] =>
	PROVIDER_IDS.filter((id) => previousSecrets[id]).map((id) => {
		const name = settingName(id, 'CLIENT_SECRET_PREVIOUS');
		return warning(`previous-secret-${id}`, {
			title: `The old secret of ${LOGINS[id].name} still counts`,
			sentence: `${name} is set: what Meta signed with the old app secret is still taken for its own.`,
			cure: `A day after the new one is in use, take ${name} out and restart.`
		});
	});
