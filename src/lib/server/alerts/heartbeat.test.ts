import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { minutes, seconds } from '../clock.ts';
import { heartbeat, heartbeatView } from './heartbeat.ts';

const URL_OF_IT = new URL('https://hc.example/ping/secret');
let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
});
afterEach(() => world.close());

function begin(url: URL | null = URL_OF_IT) {
	const clock = { time: 0 };
	const fetch = vi.fn(() => Promise.resolve(new Response('ok')));
	const isWell = vi.fn(() => Promise.resolve(true));
	const deps = { db: world.db, url, isWell, realNow: () => START, fetch };
	const out = heartbeat({ ...deps, monotonic: () => clock.time });
	const wait = (ms: number) => {
		clock.time += ms;
		return out.beat();
	};
	return { fetch, isWell, wait };
}

it('asks at once, then every five minutes, and follows nothing', async () => {
	const { fetch, wait } = begin();
	await wait(0);
	await wait(minutes(5) - seconds(1));
	expect(fetch).toHaveBeenCalledExactlyOnceWith(
		URL_OF_IT,
		expect.objectContaining({ redirect: 'manual' })
	);
	await wait(seconds(1));
	expect(fetch).toHaveBeenCalledTimes(2);
});

it('is silent while something is wrong, and speaks as soon as it is not', async () => {
	const { fetch, isWell, wait } = begin();
	isWell.mockResolvedValue(false);
	await wait(0);
	expect(fetch).not.toHaveBeenCalled();
	isWell.mockResolvedValue(true);
	await wait(seconds(10));
	expect(fetch).toHaveBeenCalledOnce();
});

it('keeps what was answered, and shows no more of the address than its host', async () => {
	const { fetch, wait } = begin();
	expect(await heartbeatView(world.db, URL_OF_IT)).toEqual({ host: 'hc.example', last: null });
	await wait(0);
	const at = new Date(START).toISOString();
	const last = async () => (await heartbeatView(world.db, URL_OF_IT))?.last;
	expect(await last()).toEqual({ at, ok: true, sentence: 'It answered 200.' });
	fetch.mockResolvedValueOnce(new Response(null, { status: 404 }));
	await wait(minutes(5));
	expect(await last()).toEqual({ at, ok: false, sentence: 'It answered 404.' });
	const cause = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
	fetch.mockRejectedValueOnce(new TypeError('fetch failed', { cause }));
	await wait(minutes(5));
	expect((await last())?.sentence).toBe('It could not be reached: its name is not known here.');
});

it('without an address nothing is asked', async () => {
	const { fetch, wait } = begin(null);
	await wait(0);
	expect(fetch).not.toHaveBeenCalled();
	expect(await heartbeatView(world.db, null)).toBeNull();
});
