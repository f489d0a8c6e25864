import { DEFAULT_LOGIN, LOGINS, PROVIDER_IDS, settingName } from '../../logins.ts';
import { configuredApps, type Logins } from '../settings/login.ts';
import type { Check } from './check.ts';
import { fine, wrong } from './check.ts';

/**
 * Each login has an app of its own: the Instagram app's id and secret are not the Meta app's, although
 * both stand in one dashboard. Of the usual login alone the shape of each tells enough.
 */
export function mixupChecks(logins: Logins): Check[] {
	const apps = configuredApps(logins);
	if (apps.every(({ id }) => id === DEFAULT_LOGIN)) return [];
	const values = apps.flatMap(({ id, app }): [string, string][] => [
		[settingName(id, 'CLIENT_ID'), app.clientId],
		[settingName(id, 'CLIENT_SECRET'), app.clientSecret],
		...(app.configId ? [[settingName(id, 'CONFIG_ID'), app.configId] as [string, string]] : [])
	]);
	const pair = firstPair(values);
	if (pair) return [mixup(...pair)];
	if (apps.length < 2) return [];
	const names = apps.map(({ id }) => `${LOGINS[id].app.of} app`);
	return [
		fine('apps-differ', {
			title: apps.length === 2 ? 'The two apps differ' : 'The apps differ',
			sentence: `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} each have an id and a secret of their own.`
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
	const owner = (name: string) => PROVIDER_IDS.find((id) => name === settingName(id, 'CLIENT_ID'));
	const [one, other] = [owner(first), owner(second)];
	const copies = PROVIDER_IDS.map((id) => LOGINS[id].app).map(
		({ of, where }) => `the ${of} ones from ${where}`
	);
	return wrong('apps-differ', {
		title:
			one && other
				? `The ${LOGINS[one].app.of} app id is the ${LOGINS[other].app.of} app id`
				: `${first} and ${second} are mixed up`,
		sentence: `${first} and ${second} hold the same value; each is a value of its own.`,
		cure: `Copy ${copies.join(', ')}.`
	});
}
