import { expect, it } from 'vitest';
import { secretFileChecks } from './secret-files.ts';

const file = (mode: number, isOwn = true) => ({
	name: '.env',
	facts: { mode: 0o100000 | mode, isOwn, isWritable: true }
});

it.each([0o600, 0o400, 0o700])('says nothing of a file of one user (%o)', (mode) => {
	expect(secretFileChecks([file(mode)], true)).toEqual([]);
});

it('warns only where the file belongs to somebody else, as containers are handed them', () => {
	const [check] = secretFileChecks([file(0o444, false)], true);
	expect(check?.state).toBe('warning');
	expect(check?.cure).toContain('chmod 400');
});

it('looks at no rights where the system has none', () => {
	expect(secretFileChecks([file(0o666)], false)).toEqual([]);
});

it('gives each file a check of its own', () => {
	const named = { ...file(0o644), name: 'SECRET_KEY_FILE' };
	const checks = secretFileChecks([file(0o644), named], true);
	expect(new Set(checks.map(({ id }) => id)).size).toBe(2);
});
