import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renewalWorld } from '../../../../tests/support/renewal-world.ts';
import { days, hours } from '../clock.ts';
import type { Tell } from '../tell.ts';
import { readFound } from './findings.ts';
import { metaWatch } from './watch.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
let world: ReturnType<typeof renewalWorld>;
let now: number;
let status: number;
const tell = vi.fn<Tell>(() => Promise.resolve());
const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(new Response(null, { status })));

beforeEach(async () => {
	world = renewalWorld();
	now = NOW;
	status = 200;
	tell.mockClear();
	fetch.mockClear();
	await world.db.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
});
afterEach(() => world.close());

const claim = () =>
	world.db.insertInto('claim').values({ id: 1, creatorId: 'ada', claimedAt: 1 }).execute();
const watch = (version = 'v25.0') =>
	metaWatch({
		db: world.db,
		version,
		providers: world.deps.providers,
		tell,
		realNow: () => now,
		fetch
	});
const told = () => tell.mock.calls.map(([, fact]) => ('sentence' in fact ? fact.sentence : ''));
const call = (answeredBy: string | null, asked: string | null = 'v25.0') =>
	({ outcome: 'answered', ms: 1, asked, answeredBy }) as const;

test('the end of a version is told once at each of its levels, across restarts, to an owner', async () => {
	await watch('v21.0').look();
	expect(told()).toEqual([]);
	await claim();
	await watch('v21.0').look();
	await watch('v21.0').look();
	expect(told()).toEqual([expect.stringContaining('v21.0')]);
	expect(tell.mock.calls[0]?.[1]).toMatchObject({ what: 'instance', type: 'instance.meta_change' });
	now += days(40);
	await watch('v21.0').look();
	await watch('v21.0').look();
	expect(told()).toHaveLength(2);
	await watch('v25.0').look();
	expect(told()).toHaveLength(2);
});

test('another version that answers is told once, and again only once it was as asked between', async () => {
	await claim();
	const { callOver, look } = watch();
	callOver(call('v25.0'));
	callOver(call(null));
	callOver(call('v19.0', 'v18.0'));
	callOver(call('v26.0', null));
	await look();
	expect(told()).toEqual([]);
	for (const by of ['v26.0', 'v26.0', 'v25.0', 'v26.0']) {
		callOver(call(by));
		await look();
	}
	expect(told()).toHaveLength(2);
	expect(told()[0]).toContain('answered by v26.0');
});

test('the login page is looked at weekly, at a start too where that is due', async () => {
	const { look } = watch();
	await look(true);
	expect(fetch).not.toHaveBeenCalled();
	await claim();
	await look();
	expect(fetch).not.toHaveBeenCalled();
	now += hours(1) + 1;
	await look();
	await look();
	expect(fetch).toHaveBeenCalledOnce();
	now += days(7) - 1;
	await watch().look(true);
	expect(fetch).toHaveBeenCalledOnce();
	now += 2;
	await watch().look(true);
	expect(fetch).toHaveBeenCalledTimes(2);
});

test('a login page that is gone is told once, is found by others, and is over when it is back', async () => {
	await claim();
	status = 404;
	await watch().look(true);
	await watch().look(true);
	expect(told()).toEqual([expect.stringContaining('Instagram Login')]);
	expect((await readFound(world.db)).loginPages).toEqual({
		instagram: 'www.instagram.com answers 404'
	});
	now += days(8);
	fetch.mockRejectedValueOnce(new TypeError('fetch failed'));
	await watch().look();
	expect((await readFound(world.db)).loginPages).toHaveProperty('instagram');
	now += days(1) + 1;
	status = 200;
	await watch().look();
	expect((await readFound(world.db)).loginPages).toEqual({});
	now += days(8);
	status = 410;
	await watch().look();
	expect(told()).toHaveLength(2);
});
