import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AlertWorld, alertWorld } from '../../../../tests/support/alert-world.ts';
import { generalAlert } from './alert.ts';
import { failed } from './result.ts';
import { undelivered } from './undelivered.ts';
import { writeAlert } from './write-alert.ts';

let world: AlertWorld;
beforeEach(() => {
	world = alertWorld();
});
afterEach(() => world.close());

it('is what nobody took, of this creator alone; what waits for another try is not', async () => {
	const { db, clock } = world;
	await world.add('ada', { username: 'ada' });
	await world.addChannel('ada@mail.example');
	const write = (type: 'security.new_sign_in' | 'feed.stale') =>
		db.transaction().execute((trx) =>
			writeAlert(trx, 'ada', generalAlert(type, clock.now(), 'A sentence.', world.origin), {
				now: clock.now()
			})
		);
	await write('security.new_sign_in');
	world.state.answer = () => failed('The mail server refused this address.', { mayRetry: false });
	await world.deliver();
	world.state.answer = () => failed('Nothing answered within 15 seconds.');
	await write('feed.stale');
	await world.deliver();
	expect(await undelivered(db, 'ada')).toEqual([
		{
			id: expect.any(String) as string,
			kind: 'mail',
			to: 'ada@mail.example',
			title: 'New sign-in',
			at: new Date(clock.now()).toISOString()
		}
	]);
	expect(await undelivered(db, 'somebody else')).toEqual([]);
});
