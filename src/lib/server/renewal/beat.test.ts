import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { days, hours } from '../clock.ts';
import { beat, noteAway, noteReturn, readBeat } from './beat.ts';

let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
});
afterEach(() => world.close());

const ABSENCE = { awayFrom: START, awayUntil: START + days(2) };

describe('the first start', () => {
	it('is no return: nobody was away', async () => {
		await noteReturn(world.db, START);
		expect(await readBeat(world.db)).toEqual({ beatAt: START, awayFrom: null, awayUntil: null });
	});

	it('may find a machine that was off before it ever beat', async () => {
		await noteAway(world.db, START, START + days(2));
		expect(await readBeat(world.db)).toEqual({ beatAt: START + days(2), ...ABSENCE });
	});
});

describe('an absence', () => {
	beforeEach(async () => {
		await beat(world.db, START);
		await noteReturn(world.db, START + days(2));
	});

	it.each([
		['beats', () => beat(world.db, START + days(2) + 1)],
		['returns after less than a day', () => noteReturn(world.db, START + days(2) + 1)]
	])('is still told once the scheduler %s', async (_name, goOn) => {
		await goOn();
		expect(await readBeat(world.db)).toEqual({ beatAt: START + days(2) + 1, ...ABSENCE });
	});

	it('gives way to a later one', async () => {
		await noteReturn(world.db, START + days(2) + hours(25));
		expect(await readBeat(world.db)).toMatchObject({
			awayFrom: START + days(2),
			awayUntil: START + days(2) + hours(25)
		});
	});

	it('is one row for ever', async () => {
		for (let day = 3; day < 9; day += 2) await noteReturn(world.db, START + days(day));
		expect(await world.db.selectFrom('scheduler').selectAll().execute()).toHaveLength(1);
	});
});
