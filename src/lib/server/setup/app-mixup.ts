import type { Check } from './check.ts';
import { fine, wrong } from './check.ts';
import type { Logins } from './credentials.ts';

/**
 * The two logins have two apps: the Instagram app's id and secret are not the Meta app's, although
 * both stand in one dashboard. Only told where both logins are set.
 */
export function mixupChecks({ instagram, facebook }: Logins): Check[] {
	if (!facebook) return [];
	const values: [string, string][] = [
		...(instagram
			? ([
					['INSTAGRAM_CLIENT_ID', instagram.clientId],
					['INSTAGRAM_CLIENT_SECRET', instagram.clientSecret]
				] as [string, string][])
			: []),
		['FACEBOOK_CLIENT_ID', facebook.clientId],
		['FACEBOOK_CLIENT_SECRET', facebook.clientSecret],
		...(facebook.configId === null
			? []
			: ([['FACEBOOK_CONFIG_ID', facebook.configId]] as [string, string][]))
	];
	const pair = firstPair(values);
	if (pair) return [mixup(...pair)];
	if (!instagram) return [];
	return [
		fine('apps-differ', {
			title: 'The two apps differ',
			sentence: 'Instagram app and Meta app each have an id and a secret of their own.'
		})
	];
}

/** The first two settings that hold the same value. */
function firstPair(values: [string, string][]): [string, string] | null {
	for (const [at, [name, value]] of values.entries()) {
		const twin = values.slice(at + 1).find(([, other]) => other.trim() === value.trim());
		if (twin) return [name, twin[0]];
	}
	return null;
}

function mixup(first: string, second: string): Check {
	const isIds = first === 'INSTAGRAM_CLIENT_ID' && second === 'FACEBOOK_CLIENT_ID';
	return wrong('apps-differ', {
		title: isIds
			? 'The Instagram app id is the Meta app id'
			: `${first} and ${second} are mixed up`,
		sentence: `${first} and ${second} hold the same value; each is a value of its own.`,
		cure: 'Copy the Instagram ones from Instagram › API setup with Instagram login, the Meta ones from App settings › Basic.'
	});
}
