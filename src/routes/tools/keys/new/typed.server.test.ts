import { expect, it } from 'vitest';
import { judgeTyped, readTyped } from './typed.server.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const GOOD = { name: 'n8n', connections: 'c1', actions: 'media.read', expiry: 'none', date: '' };

const formOf = (fields: Record<string, string>) => {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return form;
};

const judge = (change: Partial<typeof GOOD>, isToken = false) =>
	judgeTyped(readTyped(formOf({ ...GOOD, ...change })), {
		own: new Set(['c1', 'c2']),
		isToken,
		now: NOW
	});

it('makes a wish of what was typed', () => {
	expect(judge({ name: '  n8n ' })).toEqual({
		wish: { name: 'n8n', connections: ['c1'], actions: ['media.read'], expiresAt: null }
	});
	expect(judge({ expiry: '30' })).toMatchObject({ wish: { expiresAt: NOW + 30 * 86_400_000 } });
});

it('takes a date to the end of its day in UTC, today too', () => {
	const until = (date: string) => judge({ expiry: 'date', date });
	expect(until('2026-11-29')).toMatchObject({ wish: { expiresAt: Date.UTC(2026, 10, 30) - 1 } });
	expect(until('2028-11-28')).toMatchObject({ wish: { expiresAt: Date.UTC(2028, 10, 29) - 1 } });
	for (const date of ['2026-11-28', '2029-01-01', '2026-02-31x', '', '29.11.2027', '2027-13-01'])
		expect([date, until(date)]).toMatchObject([date, { fault: { field: 'date' } }]);
});

it.each([
	[{ name: ' ' }, 'name'],
	[{ name: 'n'.repeat(81) }, 'name'],
	[{ connections: 'of somebody else' }, 'connections'],
	[{ actions: 'root' }, 'actions'],
	[{ actions: 'token.read' }, 'actions'],
	[{ expiry: 'soon' }, 'date']
])('names the field that is to be mended: %j', (change, field) => {
	expect(judge(change)).toMatchObject({ fault: { field } });
});

it('gives the Instagram token only by its own form, whatever was chosen there', () => {
	expect(judge({ actions: 'publish' }, true)).toMatchObject({ wish: { actions: ['token.read'] } });
});
