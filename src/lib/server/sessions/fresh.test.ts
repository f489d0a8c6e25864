import { describe, expect, it } from 'vitest';
import { minutes } from '../clock.ts';
import { confirmAddress, pageAfterProof } from '../proof-pages.ts';
import { isFresh } from './fresh.ts';

const NOW = Date.UTC(2027, 0, 1);

describe('a proof of who it is', () => {
	it.each([
		[null, false],
		[NOW, true],
		[NOW - minutes(10) + 1, true],
		[NOW - minutes(10), false],
		[NOW + 1, false]
	])('of %s counts: %s', (reauthenticatedAt, counts) => {
		expect(isFresh({ reauthenticatedAt }, NOW)).toBe(counts);
	});
});

describe('the page after a proof', () => {
	const one = '/settings/creators/3d1cbb2c-6ef1-4f2c-9f0e-0a4b9f5d7c11';

	const passkey = '/settings/passkeys/3d1cbb2c-6ef1-4f2c-9f0e-0a4b9f5d7c11';

	it.each(['/settings', '/settings/delete', '/settings/passkeys/new', '/activity', one, passkey])(
		'may be %s',
		(page) => {
			expect(pageAfterProof(page)).toBe(page);
			expect(new URL(confirmAddress(page), 'https://ours.test').searchParams.get('next')).toBe(
				page
			);
		}
	);

	it.each([
		null,
		'',
		'/',
		'//evil.test',
		'/\\evil.test',
		'https://evil.test/settings',
		'/settings/../../evil',
		'/settings?x=//evil.test',
		'/settings/delete\n',
		`${one}/..`,
		`${one}\n`,
		` ${one}`,
		'/logout',
		'javascript:alert(1)'
	])('is never %j', (asked) => {
		expect(pageAfterProof(asked)).toBe('/settings');
	});
});
