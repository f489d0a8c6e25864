import { expect, it } from 'vitest';
import { summaryOf } from './summary.ts';
import type { ConnectionView, Status } from './view.ts';

const connections = (...statuses: Status[]) =>
	statuses.map((status) => ({ status }) as ConnectionView);

it.each<[Status[], string]>([
	[['disconnected'], 'Nothing is connected now.'],
	[['healthy'], 'Your connection is well.'],
	[['locked'], 'Your connection needs you.'],
	[['healthy', 'warning'], 'Both are well.'],
	[['healthy', 'healthy', 'healthy'], 'All three are well.'],
	[['healthy', 'needs_reconnect', 'warning'], 'One of three needs you.'],
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
	[[waiting, dead], 'One of two needs you.']
])('tells who waits, unless somebody is needed: %#', (all, sentence) => {
	expect(summaryOf(all)).toBe(sentence);
});
