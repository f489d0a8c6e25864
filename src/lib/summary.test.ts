import { expect, it } from 'vitest';
import { summaryOf } from './summary.ts';
import type { ConnectionView, Status } from './view.ts';
import { stateOf } from './words.ts';

const connections = (...statuses: Status[]) =>
	statuses.map((status) => ({ status }) as ConnectionView);

it.each<[Status[], string]>([
	[['disconnected'], 'Nothing is connected now.'],
	[['healthy'], 'Your connection works.'],
	[['locked'], 'Your connection needs you.'],
	[['warning'], 'Your connection needs attention.'],
	[['healthy', 'warning'], 'One of two needs attention.'],
	[['healthy', 'healthy'], 'Both connections work.'],
	[['warning', 'warning'], 'Both need attention.'],
	[
		['healthy', 'healthy', 'healthy', 'warning', 'warning', 'warning'],
		'Three of six need attention.'
	],
	[['healthy', 'healthy', 'healthy'], 'All three connections work.'],
	[['healthy', 'needs_reconnect', 'warning'], 'One of three needs you, one needs attention.'],
	[['healthy', 'needs_reconnect', 'locked'], 'Two of three need you.'],
	[['healthy', 'needs_reconnect', 'disconnected'], 'One of two needs you.'],
	[['needs_reconnect', 'locked'], 'Both need you.'],
	[['locked', 'locked', 'locked'], 'All three need you.'],
	[['locked', ...Array<Status>(10).fill('healthy')], '1 of 11 needs you.']
])('%j: %s', (statuses, sentence) => {
	expect(summaryOf(connections(...statuses))).toBe(sentence);
});

const waiting = { status: 'healthy', problem: { code: 'meta_not_answering' } } as ConnectionView;
const [well, dead] = connections('healthy', 'needs_reconnect') as [ConnectionView, ConnectionView];

it.each<[ConnectionView[], string]>([
	[[waiting], 'Your connection is waiting for Meta.'],
	[[waiting, waiting], 'Both are waiting for Meta.'],
	[[waiting, waiting, waiting], 'All three are waiting for Meta.'],
	[[well, waiting, well], 'One of three is waiting for Meta.'],
	[[waiting, dead], 'One of two needs you, one is waiting for Meta.'],
	[[{ ...waiting, status: 'warning' }, well], 'One of two is waiting for Meta.']
])('tells who waits, after whom somebody is needed for: %#', (all, sentence) => {
	expect(summaryOf(all)).toBe(sentence);
});

it('says that all work above no card that does not', () => {
	const statuses: Status[] = ['healthy', 'warning', 'needs_reconnect', 'locked', 'disconnected'];
	const codes = ['meta_not_answering', 'cannot_reach_meta', 'running_out', 'permission_missing'];
	for (const status of statuses) {
		for (const code of [null, ...codes]) {
			const one = { status, problem: code && { code } } as ConnectionView;
			const isWell = ['healthy', 'disconnected'].includes(stateOf(one));
			expect(/ works?\.$/.test(summaryOf([well, one, one]))).toBe(isWell);
		}
	}
});
