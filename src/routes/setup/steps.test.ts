import { expect, it } from 'vitest';
import { LOGINS, PROVIDER_IDS } from '$lib/logins.ts';
import { stepsOf } from './steps.ts';

it.each(PROVIDER_IDS)('the set-up page has steps for %s', (login) => {
	expect(stepsOf(login)).toBeTypeOf('function');
});

it('two logins have no steps in common', () => {
	const places = PROVIDER_IDS.flatMap((id) => Object.values(LOGINS[id].steps));
	expect(new Set(places).size).toBe(places.length);
});
