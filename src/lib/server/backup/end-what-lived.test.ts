import { afterEach, beforeEach, expect, test } from 'vitest';
import { alertWorld, type AlertWorld } from '../../../../tests/support/alert-world.ts';
import { refusal } from '../../../../tests/support/renewal-world.ts';
import { days, minutes } from '../clock.ts';
import { endWhatLived } from './end-what-lived.ts';

let world: AlertWorld;
beforeEach(async () => {
	world = alertWorld();
	await world.add('ada', { username: 'ada' });
	await world.own();
	await world.addChannel('mail');
});
afterEach(() => world.close());

/** Ada's token dies, and is found dead by a renewal. */
async function falls() {
	world.faults.set('ada', refusal(190, { subcode: 460 }));
	await world.change({ nextAttemptAt: world.clock.now() }, 'ada');
	await world.tick(0);
}
const types = () => world.takeLeft().map(({ type }) => type);

/** What was backed up as it is now is put back later, and the world looks at it. */
async function putBack(after: number) {
	world.clock.time += after;
	await endWhatLived(world.db, { hasMedia: true });
	await world.deliver();
	await world.tick(0);
	await world.tick(minutes(1));
}

test('what was told before the backup is told once more where it is still so, and once only', async () => {
	await falls();
	await world.tick(minutes(1));
	expect(types()).toEqual(['connection.needs_reconnect']);
	await putBack(days(2));
	expect(types()).toEqual(['connection.needs_reconnect']);
	await world.tick(minutes(10));
	expect(types()).toEqual([]);
});

test('what waited when it was made leaves once, as it is told anew', async () => {
	await falls();
	expect(types()).toEqual([]);
	await putBack(minutes(30));
	expect(types()).toEqual(['connection.needs_reconnect']);
});

test('who heard that it was ill hears that it is well', async () => {
	await falls();
	await world.tick(minutes(1));
	expect(types()).toEqual(['connection.needs_reconnect']);
	world.faults.delete('ada');
	await putBack(days(2));
	expect(types()).toEqual(['connection.healthy']);
});
