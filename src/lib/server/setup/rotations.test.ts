import { expect, it } from 'vitest';
import { readSettings } from '../settings/settings.ts';
import { olderKeyChecks } from './older-keys.ts';
import { previousSecretChecks } from './previous-secrets.ts';

const UNTIL = Date.UTC(2026, 11, 29);
const facts = { ids: ['1'], isDone: true, until: null };

it.each([
	['of a file', { ...facts, until: UNTIL }, false, 'fine', 'Key 1 stays in secret.key until'],
	['of a file', { ...facts, until: UNTIL }, false, 'fine', '29 December 2026'],
	['of a setting', { ...facts, until: UNTIL }, true, 'fine', 'Leave key 1 in SECRET_KEY until'],
	['that nothing needs', facts, false, 'fine', 'goes out of secret.key'],
	['that nothing needs, of a setting', facts, true, 'warning', 'Nothing needs key 1'],
	['while it is needed', { ...facts, isDone: false }, false, 'warning', 'to be sealed anew'],
	['of two', { ...facts, ids: ['2', '1'] }, true, 'warning', 'keys 2, 1']
] as const)('an older key %s is told of', (_, found, isFromSetting, state, words) => {
	const [check, ...more] = olderKeyChecks({ ...found, ids: [...found.ids] }, isFromSetting);
	expect(more).toEqual([]);
	expect(check).toMatchObject({ state });
	expect(check?.sentence).toContain(words);
});

it('without an older key nothing is told', () => {
	expect(olderKeyChecks(null, false)).toEqual([]);
});

it('a previous app secret is told of by its name, and never itself', () => {
	const secret = 'b1b2c3d4e5f60718293a4b5c6d7e8f90';
	const settings = readSettings({ FACEBOOK_CLIENT_SECRET_PREVIOUS: secret });
	const checks = previousSecretChecks(settings);
	expect(checks).toEqual([expect.objectContaining({ state: 'warning' })]);
	expect(checks[0]?.sentence).toContain('FACEBOOK_CLIENT_SECRET_PREVIOUS');
	expect(JSON.stringify(checks)).not.toContain(secret);
	expect(previousSecretChecks(readSettings({}))).toEqual([]);
});
