import { expect, test } from 'vitest';
import { keyAgain, onePage, pageList } from './answered-here.ts';
import type { Relayed } from './call.ts';

const read = ({ body }: Relayed) => JSON.parse(Buffer.from(body).toString()) as unknown;
const PAGE = { id: '61', name: 'Ada on Facebook' };
const ADA = { accountId: '1784', username: 'ada.draws', name: null };
const asked = (query = '') => new URLSearchParams(query);

test('a refresh is answered with the same key, and the seconds that are left', () => {
	const told = { access_token: 'moor_a', token_type: 'bearer' };
	expect(read(keyAgain('moor_a', { expiresAt: 61_500 }, 1_000))).toEqual({
		...told,
		expires_in: 60
	});
	expect(read(keyAgain('moor_a', { expiresAt: 500 }, 1_000))).toEqual({ ...told, expires_in: 0 });
	expect(read(keyAgain('moor_a', { expiresAt: null }, 1_000))).toEqual({
		...told,
		expires_in: 5_184_000
	});
});

test('a Page is told with all that is stored, or with what is asked for', () => {
	expect(read(onePage('moor_a', PAGE, ADA, asked()))).toEqual({
		...PAGE,
		access_token: 'moor_a',
		instagram_business_account: { id: '1784' }
	});
	const fields = 'fields=instagram_business_account{username,name},tasks';
	expect(read(onePage('moor_a', PAGE, ADA, asked(fields)))).toEqual({
		id: '61',
		instagram_business_account: { id: '1784', username: 'ada.draws' }
	});
});

test('the list of Pages has one, and whoever goes on after it gets none', () => {
	expect(read(pageList('moor_a', PAGE, ADA, asked('fields=name')))).toEqual({
		data: [PAGE],
		paging: {
			cursors: { before: expect.any(String) as string, after: expect.any(String) as string }
		}
	});
	expect(read(pageList('moor_a', PAGE, ADA, asked('after=MAZDZD')))).toEqual({ data: [] });
});
