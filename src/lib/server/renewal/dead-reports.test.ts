import { afterEach, beforeEach, expect, it } from 'vitest';
import { refusal, renewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { days } from '../clock.ts';
import { deadReports } from './dead-reports.ts';

let world: ReturnType<typeof renewalWorld>;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
	world.clock.time = START + days(3);
});
afterEach(() => world.close());

it('changes nothing where /me goes on to answer, and renews nothing', async () => {
	await deadReports(world.deps)('a');
	expect(world.readProfile).toHaveBeenCalledOnce();
	expect(world.refresh).not.toHaveBeenCalled();
	expect(await world.row()).toMatchObject({ endedCause: null, nextAttemptAt: START + days(7) });
});

it('ends the connection where /me says so too', async () => {
	world.meta.fault.me = refusal(190, { subcode: 460 });
	await deadReports(world.deps)('a');
	expect(await world.row()).toMatchObject({ endedCause: 'password_changed' });
});

it('asks once for all who tell it at the same time, and again for who tells it later', async () => {
	const report = deadReports(world.deps);
	await Promise.all([report('a'), report('a'), report('a')]);
	expect(world.readProfile).toHaveBeenCalledTimes(1);
	await report('a');
	expect(world.readProfile).toHaveBeenCalledTimes(2);
});

it('never rejects', async () => {
	await world.db.destroy();
	await expect(deadReports(world.deps)('a')).resolves.toBeUndefined();
});
