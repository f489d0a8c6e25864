import { expect, test } from 'vitest';
import { days } from '../clock.ts';
import { metaChanges, NOTHING_FOUND } from './judge.ts';

const END_OF_V25 = Date.parse('2028-07-29T00:00:00Z');
const keysAt = (now: number, version = 'v25.0') =>
	metaChanges(version, NOTHING_FOUND, now).map(({ key }) => key);

test('the end of the version is a change 90 and 30 days before it, and stays one', () => {
	expect(keysAt(END_OF_V25 - days(90) - 1)).toEqual([]);
	expect(keysAt(END_OF_V25 - days(90))).toEqual(['v25.0 0']);
	expect(keysAt(END_OF_V25 - days(30) - 1)).toEqual(['v25.0 0']);
	expect(keysAt(END_OF_V25 - days(30))).toEqual(['v25.0 1']);
	expect(keysAt(END_OF_V25 + days(300))).toEqual(['v25.0 1']);
});

test.each([
	['v24.0', '2028-02-18'],
	['v23.0', '2027-10-08'],
	['v22.0', '2027-05-20'],
	['v21.0', '2027-01-21']
])('%s ends on %s', (version, day) => {
	const end = Date.parse(`${day}T00:00:00Z`);
	expect(keysAt(end - days(90) - 1, version)).toEqual([]);
	expect(keysAt(end - days(90), version)).toHaveLength(1);
});

test('what it says names the day, and what to do', () => {
	const [soon] = metaChanges('v21.0', NOTHING_FOUND, Date.parse('2026-12-01'));
	expect(soon?.sentence).toContain('ends on 21 January 2027');
	expect(soon?.cure).toContain('META_GRAPH_VERSION to v25.0');
	const [over] = metaChanges('v25.0', NOTHING_FOUND, END_OF_V25);
	expect(over?.sentence).toContain('ended on 29 July 2028');
	expect(over?.cure).toContain('Update Mooring');
});

test('a version that is not known yet is none', () => {
	expect(keysAt(END_OF_V25, 'v31.0')).toEqual([]);
});

test('another version that answered counts as long as its own is asked for', () => {
	const found = { ...NOTHING_FOUND, answered: { asked: 'v25.0', by: 'v26.0' } };
	const [change] = metaChanges('v25.0', found, 0);
	expect(change?.sentence).toBe(
		'Meta was asked by version v25.0 of its API and answered by v26.0.'
	);
	expect(metaChanges('v26.0', found, 0)).toEqual([]);
});

test('a login that is not where it was is a change of its own for each login', () => {
	const loginPages = { instagram: 'a.example answers 404', facebook: 'b.example answers 410' };
	const changes = metaChanges('v25.0', { ...NOTHING_FOUND, loginPages }, 0);
	expect(changes.map(({ title }) => title)).toEqual([
		'Instagram Login is not where it was',
		'Facebook Login is not where it was'
	]);
	expect(changes[0]?.sentence).toContain('a.example answers 404. Nobody can connect');
	expect(new Set(changes.map(({ subject }) => subject)).size).toBe(2);
});
