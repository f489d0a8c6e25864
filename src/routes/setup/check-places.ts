import { DEFAULT_LOGIN, type LoginRecord, PROVIDER_IDS, type ProviderId } from '$lib/logins.ts';
import type { ShownCheck } from './setup-check.ts';

type Step = keyof LoginRecord['steps'];

/** Which step of which login a check belongs to; none where it is about this machine. */
const PLACES = new Map<string, { login: ProviderId; step: Step }>(
	PROVIDER_IDS.flatMap((login) => [
		...['credentials', 'id', 'secret'].map(
			(part) => [`${login}-${part}`, { login, step: 'app' as const }] as const
		),
		[`${login}-redirect`, { login, step: 'redirect' as const }] as const
	])
);
PLACES.set('apps-differ', { login: DEFAULT_LOGIN, step: 'app' });

/** The checks that fail, by where they block, and those that pass. */
export function placed(checks: ShownCheck[]) {
	// That there is no app yet is what its step is about.
	const failing = checks.filter(
		({ id, state }) => state !== 'fine' && !id.endsWith('-credentials')
	);
	return {
		passing: checks.filter(({ state }) => state === 'fine'),
		elsewhere: failing.filter(({ id }) => !PLACES.has(id)),
		at: (login: ProviderId, step: Step) =>
			failing.filter(({ id }) => {
				const place = PLACES.get(id);
				return place?.login === login && place.step === step;
			})
	};
}
