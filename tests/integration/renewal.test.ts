import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days } from '../../src/lib/server/clock.ts';
import type { ConnectionView, RefreshView } from '../../src/lib/view.ts';
import { age } from '../support/age.ts';
import type { TestBrowser } from '../support/browser.ts';
import { type Live, startLive } from '../support/live.ts';

let live: Live;
let browser: TestBrowser;
let connectionId: string;

beforeEach(async () => {
	live = await startLive();
	({ browser, connectionId } = await live.claim());
});
afterEach(() => live.remove());

/** Eight days pass for Mooring and for the simulator while the machine is off. */
async function eightDaysLater(whileOff: () => Promise<unknown> = () => Promise.resolve()) {
	await live.stop();
	age(live.dataDir, 8);
	await live.control('POST', 'clock', { offsetMs: days(8) });
	await whileOff();
	await live.restart();
}

const connection = async () => {
	const address = `${live.origin}/api/connections/${connectionId}`;
	const { body } = await browser.api(address);
	return (body as { connection: ConnectionView }).connection;
};
const ledger = async (id = connectionId) => {
	const { body } = await browser.api(`${live.origin}/api/connections/${id}/refreshes`);
	return (body as { refreshes: RefreshView[] }).refreshes;
};
/** The newest row that is not the connecting itself; the first sweep comes within five seconds. */
const firstRenewal = (id = connectionId) =>
	expect.poll(async () => (await ledger(id))[0]?.trigger, { interval: 100 }).toBe('schedule');

describe('what became due while the machine was off', () => {
	it('is renewed within seconds of its return, once', async () => {
		await eightDaysLater();
		await firstRenewal();
		const [row] = await ledger();
		expect(row).toMatchObject({ trigger: 'schedule', outcome: 'renewed', code: null });
		const gained = Date.parse(row?.expiresAfter ?? '') - Date.parse(row?.expiresBefore ?? '');
		expect(Math.round(gained / days(1))).toBe(8);
		expect((await live.calls())['refresh']).toBe(1);
		expect(await connection()).toMatchObject({ status: 'healthy', problem: null });
		expect((await connection()).lastRefreshAt).not.toBeNull();
	});

	it('of one account is not held up by another one that is dead', async () => {
		await live.connect(browser, 'north.pier.radio');
		await eightDaysLater(() =>
			live.control('POST', 'accounts/ada.draws/kill', { cause: 'password_changed' })
		);
		await firstRenewal();
		const { body } = await browser.api(`${live.origin}/api/connections`);
		const { connections } = body as { connections: ConnectionView[] };
		const other = connections.find(({ account }) => account.username === 'north.pier.radio');
		await firstRenewal(other?.id);
		expect((await ledger(other?.id))[0]?.outcome).toBe('renewed');
		expect(await connection()).toMatchObject({
			status: 'needs_reconnect',
			problem: { code: 'password_changed', cure: 'reconnect' },
			nextRefreshAt: null
		});
		expect((await ledger())[0]).toMatchObject({ outcome: 'rejected', expiresAfter: null });
	});

	it.each([
		['unavailable'],
		['html_502'],
		['truncated'],
		['reset_before'],
		['null'],
		['error_200']
	])('stays connected when Meta answers the renewal with %s', async (kind) => {
		await eightDaysLater(() => live.control('POST', 'faults', { endpoint: 'refresh', kind }));
		await firstRenewal();
		const [row] = await ledger();
		expect(row).toMatchObject({ outcome: 'transient', expiresAfter: null });
		const now = await connection();
		expect(now.status).toBe('healthy');
		expect(now.problem?.cure).toMatch(/none|try_now/);
		const wait = Date.parse(row?.nextDueAt ?? '') - Date.parse(row?.at ?? '');
		expect(Math.round(wait / 60_000)).toBe(15);
		await live.control('DELETE', 'faults');
		const renewed = await browser.api(
			`${live.origin}/api/connections/${connectionId}/refresh`,
			'POST'
		);
		expect(renewed).toMatchObject({
			status: 200,
			body: { connection: { status: 'healthy', problem: null } }
		});
	});
});

describe('a limit of Meta’s', () => {
	it('puts the renewal off, and nobody asks before its time, by hand neither', async () => {
		await eightDaysLater(() =>
			live.control('POST', 'faults', { endpoint: 'refresh', kind: 'rate_17', times: 1 })
		);
		await firstRenewal();
		expect((await ledger())[0]).toMatchObject({ outcome: 'transient', expiresAfter: null });
		expect(await connection()).toMatchObject({
			status: 'healthy',
			problem: { code: 'rate_limited', cure: 'none' }
		});
		const click = () =>
			browser.api(`${live.origin}/api/connections/${connectionId}/refresh`, 'POST');
		expect(await click()).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
		await live.restart();
		const before = await live.calls();
		expect(await click()).toMatchObject({ status: 429 });
		expect(await live.calls()).toEqual(before);
	});
});

describe('renewing by hand', () => {
	it('is refused under 24 hours without asking Meta', async () => {
		const before = await live.calls();
		const answer = await browser.api(
			`${live.origin}/api/connections/${connectionId}/refresh`,
			'POST'
		);
		expect(answer).toMatchObject({ status: 409, body: { error: { code: 'token_too_young' } } });
		expect(await live.calls()).toEqual(before);
	});

	it('is somebody else’s business for a stranger’s id', async () => {
		const unknown = '00000000-0000-4000-8000-000000000000';
		for (const [path, method] of [
			['', 'GET'],
			['', 'DELETE'],
			['/refresh', 'POST'],
			['/refreshes', 'GET']
		] as const) {
			const { status } = await browser.api(
				`${live.origin}/api/connections/${unknown}${path}`,
				method
			);
			expect(status).toBe(404);
		}
	});
});

describe('a stop during a renewal', () => {
	it('takes under nine seconds and loses nothing', async () => {
		await eightDaysLater(() =>
			live.control('POST', 'faults', { endpoint: 'refresh', kind: 'slow', delayMs: 25_000 })
		);
		await new Promise((resolve) => setTimeout(resolve, 1000));
		const began = Date.now();
		expect(await live.stop()).toBe(0);
		const took = Date.now() - began;
		// It did wait for the renewal, and then left it to its lease.
		expect(took).toBeGreaterThan(7000);
		// 8.7 s, and what a busy machine adds.
		expect(took).toBeLessThan(15_000);
		await live.control('DELETE', 'faults');
		await live.restart();
		expect(await connection()).toMatchObject({ status: 'healthy' });
	});
});
