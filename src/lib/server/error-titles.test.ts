import { expect, it } from 'vitest';
import { errorTitle } from '../error-titles.ts';
import { type ErrorCode, STATUS_OF } from './errors.ts';

it('only a fault of our own is called a mistake of Mooring', () => {
	const codes = Object.keys(STATUS_OF) as ErrorCode[];
	const blamed = codes.filter((code) => /mistake/.test(errorTitle(code, STATUS_OF[code])));
	expect(blamed).toEqual(['internal']);
	expect(errorTitle(undefined, 500)).toBe('Mooring made a mistake');
});

it.each([
	['not_configured', 503, 'This login is not set up yet'],
	['not_claimed', 403, 'Nobody has set this Mooring up yet'],
	[undefined, 404, 'Page not found'],
	['not_allowed', 403, 'This is not yours to see']
] as const)('%s under %i is titled "%s"', (code, status, title) => {
	expect(errorTitle(code, status)).toBe(title);
});

it('a one-time link that is over is no page that was looked for', () => {
	for (const kind of ['claim', 'invitation', 'sign-in']) {
		expect(errorTitle('not_found', 404, `/${kind}/[code]`)).toBe('This link does not work');
	}
	expect(errorTitle('not_found', 404, '/connections/[id]')).toBe('Page not found');
});
