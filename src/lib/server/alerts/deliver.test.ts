import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { alertWorld, type AlertWorld } from '../../../../tests/support/alert-world.ts';
import { refusal } from '../../../../tests/support/renewal-world.ts';
import { days, hours, minutes, seconds } from '../clock.ts';
import { arrived, failed } from './result.ts';

let world: AlertWorld;
beforeEach(async () => {
	world = alertWorld();
	await world.add('ada', { username: 'ada' });
	await world.own();
});
afterEach(() => world.close());

const DOWN = failed('Its server answered 500.');

/** Ada's token dies, and is found dead by a renewal. */
async function falls(id = 'ada') {
	world.faults.set(id, refusal(190, { subcode: 460 }));
	await world.change({ nextAttemptAt: world.clock.now() }, id);
	await world.tick(0);
}
async function heals(id = 'ada') {
	world.faults.delete(id);
	await world.change({ nextAttemptAt: world.clock.now() }, id);
	await world.tick(0);
}
const states = async () =>
	(await world.db.selectFrom('alerts').select(['state', 'type']).orderBy('at').execute()).map(
		({ state, type }) => `${type} ${state}`
	);
const activity = async () =>
	(
		await world.db.selectFrom('auditLog').selectAll().where('kind', '=', 'alert_failed').execute()
	).map(({ detail }) => JSON.parse(detail) as unknown);
const lastSentence = async () =>
	(await world.db.selectFrom('alertChannels').select('lastSentence').executeTakeFirst())
		?.lastSentence;

test('mail waits 20 seconds for others of its kind, a webhook does not wait', async () => {
	await world.add('bea', { username: 'bea' });
	await world.addChannel('mail');
	await world.addChannel('hook', { kind: 'webhook' });
	await falls('ada');
	expect(world.takeLeft().map(({ to }) => to)).toEqual(['hook']);
	world.clock.time += seconds(15);
	await falls('bea');
	expect(world.takeLeft().map(({ to }) => to)).toEqual(['hook']);
	await world.tick(seconds(4.9));
	expect(world.takeLeft()).toEqual([]);
	await world.tick(seconds(0.2));
	expect(world.takeLeft().map(({ title }) => title)).toEqual(['@ada and @bea need you']);
});

test('tried again after 1 min, 5 min, 30 min, 2 h and 12 h, under one id, and then given up', async () => {
	await world.addChannel('hook', { kind: 'webhook' });
	world.state.answer = () => DOWN;
	await falls();
	const [first] = world.takeLeft();
	for (const wait of [minutes(1), minutes(5), minutes(30), hours(2), hours(12)]) {
		await world.tick(wait - seconds(1));
		expect(world.takeLeft()).toEqual([]);
		await world.tick(seconds(1));
		expect(world.takeLeft().map(({ ids }) => ids)).toEqual([first?.ids]);
	}
	expect(await states()).toEqual(['connection.needs_reconnect failed']);
	expect(await activity()).toEqual([{ kind: 'webhook', type: 'connection.needs_reconnect' }]);
	expect(await lastSentence()).toBe('Its server answered 500.');
	await world.tick(days(1));
	expect(world.takeLeft()).toEqual([]);
});

it('is not tried again where it would fail for ever', async () => {
	await world.addChannel('mail');
	world.state.answer = () => failed('The mail server refused this address.', { mayRetry: false });
	await falls();
	await world.tick(seconds(20));
	expect(world.takeLeft()).toHaveLength(1);
	await world.tick(days(2));
	expect(world.takeLeft()).toEqual([]);
	expect(await states()).toEqual(['connection.needs_reconnect failed']);
});

it('waits as long as the receiver asks, and no longer than a day', async () => {
	await world.addChannel('hook', { kind: 'webhook' });
	world.state.answer = () => failed('429', { askedToWait: hours(3) });
	await falls();
	await world.tick(hours(3) - seconds(1));
	expect(world.takeLeft()).toHaveLength(1);
	world.state.answer = () => failed('429', { askedToWait: days(40) });
	await world.tick(seconds(1));
	expect(world.takeLeft()).toHaveLength(1);
	await world.tick(days(1));
	expect(world.takeLeft()).toHaveLength(1);
});

it('goes off where the receiver is gone', async () => {
	await world.addChannel('hook', { kind: 'webhook' });
	world.state.answer = () => failed('410', { mayRetry: false, isGone: true });
	await falls();
	const channel = await world.db.selectFrom('alertChannels').selectAll().executeTakeFirst();
	expect(channel?.state).toBe('off');
	world.state.answer = () => arrived('Sent.');
	await heals();
	expect(world.takeLeft()).toHaveLength(1);
});

test('what healed before it left was never told', async () => {
	await world.addChannel('mail');
	await falls();
	await heals();
	await world.tick(minutes(1));
	expect(world.takeLeft()).toEqual([]);
	expect(await states()).toEqual([]);
});

test('that it healed hears who heard that it was ill', async () => {
	await world.addChannel('mail');
	await world.addChannel('hook', { kind: 'webhook' });
	world.state.answer = ({ address }) => (address === 'hook' ? DOWN : arrived('Sent.'));
	await falls();
	await world.tick(seconds(20));
	world.takeLeft();
	world.state.answer = () => arrived('Sent.');
	await heals();
	await world.tick(minutes(2));
	expect(world.takeLeft().map(({ to, type }) => [to, type])).toEqual([
		['mail', 'connection.healthy']
	]);
	await falls();
	await world.tick(seconds(20));
	expect(world.takeLeft()).toHaveLength(2);
});

test('a newer alert of the same event takes the place of one that waits', async () => {
	await world.addChannel('mail');
	world.state.answer = () => failed('down', { askedToWait: days(1) });
	await falls();
	await world.tick(seconds(20));
	world.takeLeft();
	await world.tick(days(3));
	world.state.answer = () => arrived('Sent.');
	await world.tick(days(3));
	expect(world.takeLeft().filter(({ type }) => type === 'connection.needs_reconnect')).toHaveLength(
		1
	);
});

test('nothing is told after a disconnect, not even what waits', async () => {
	await world.addChannel('mail');
	await falls();
	await world.change({ disconnectedAt: world.clock.now() }, 'ada');
	await world.tick(minutes(1));
	expect(world.takeLeft()).toEqual([]);
});

test('while it is locked mail alone leaves, and tells that', async () => {
	await world.addChannel('mail');
	await world.addChannel('hook', { kind: 'webhook' });
	world.state.answer = () => DOWN;
	await falls();
	world.takeLeft();
	world.state.isLocked = true;
	world.state.answer = () => arrived('Sent.');
	await world.look();
	world.clock.time += minutes(2);
	await world.deliver();
	expect(world.takeLeft().map(({ to, type }) => [to, type])).toEqual(
		expect.arrayContaining([
			['mail', 'connection.needs_reconnect'],
			['mail', 'instance.locked']
		])
	);
	world.state.isLocked = false;
	await world.tick(minutes(1));
	expect(world.takeLeft().map(({ to }) => to)).toEqual(['hook']);
});

test('that it is locked is not told once it is not', async () => {
	await world.addChannel('mail');
	world.state.answer = () => DOWN;
	world.state.isLocked = true;
	await world.tick(0);
	expect(world.takeLeft().map(({ type }) => type)).toEqual(['instance.locked']);
	world.state.isLocked = false;
	await world.tick(minutes(1));
	expect(world.takeLeft()).toEqual([]);
	world.state.isLocked = true;
	await world.tick(0);
	expect(world.takeLeft()).toHaveLength(1);
});

test('what was being sent when the server was killed is sent again, under its id', async () => {
	await world.addChannel('hook', { kind: 'webhook' });
	world.state.answer = () => {
		throw new Error('killed');
	};
	await falls().catch(() => undefined);
	const [first] = world.takeLeft();
	world.restart();
	world.state.answer = () => arrived('Sent.');
	await world.tick(seconds(61));
	expect(world.takeLeft().map(({ ids }) => ids)).toEqual([first?.ids]);
});

test('a channel hears of nothing but what it was asked to tell', async () => {
	await world.addChannel('mail', { types: '["connection.healthy"]' });
	await world.addChannel('hook', { kind: 'webhook', types: '["token.renewed"]' });
	await world.change({ nextAttemptAt: world.clock.now() }, 'ada');
	await world.tick(days(7));
	expect(world.takeLeft().map(({ to, type }) => [to, type])).toEqual([['hook', 'token.renewed']]);
	await falls();
	await world.tick(minutes(1));
	expect(world.takeLeft()).toEqual([]);
});

test('a creator who is removed leaves nothing of it', async () => {
	await world.addChannel('mail');
	await falls();
	await world.tick(seconds(20));
	await world.db.deleteFrom('claim').execute();
	await world.db.deleteFrom('creators').execute();
	for (const table of ['alerts', 'alertsTold', 'alertHearers', 'alertChannels'] as const) {
		expect(await world.db.selectFrom(table).selectAll().execute()).toEqual([]);
	}
});

test('what has left is not sent again because the disk did not take that it left', async () => {
	await world.addChannel('hook', { kind: 'webhook' });
	const { sqlite } = world;
	world.state.answer = () => {
		sqlite.pragma('query_only = 1');
		return arrived('Sent.');
	};
	await expect(falls()).rejects.toThrow('readonly');
	expect(world.takeLeft()).toHaveLength(1);
	sqlite.pragma('query_only = 0');
	await world.tick(minutes(2));
	expect(world.takeLeft()).toEqual([]);
	expect(await states()).toEqual(['connection.needs_reconnect sent']);
});
