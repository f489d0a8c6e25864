import { expect, it } from 'vitest';
import { DAY } from '$lib/format.ts';
import { KEPT_FOR } from '$lib/server/audit/retention.ts';
import { KEPT } from './kept.server.ts';

const untilOf = (what: string) => KEPT.find((kept) => kept.what === what)?.until;

it('tells how long things are kept as the program has it', () => {
	expect(untilOf('Activity')).toContain(`${String(KEPT_FOR / DAY)} days`);
	expect(untilOf('Activity')).toContain('400 days');
	expect(untilOf('Sessions')).toContain('30 days after its last use, and after 90 days');
	expect(untilOf('Logins under way')).toBe('10 minutes, and 10 minutes after its end.');
	expect(untilOf('Invitations')).toContain('7 days');
});

it('says of everything until when', () => {
	for (const { what, is, until } of KEPT) {
		expect(is, what).toMatch(/\.$/);
		expect(until, what).toMatch(/\.$/);
	}
});
