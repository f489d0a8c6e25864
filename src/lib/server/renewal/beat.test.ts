import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { days, hours, minutes } from '../clock.ts';
import { awayView, beat, noteAway, pulseOf, readBeat } from './beat.ts';

let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
});
afterEach(() => world.close());

/** A machine that has been up for an hour. */
function machine(uptime = hours(1)) {
	const now = { wall: START, monotonic: 0, uptime };
	return {
		times: { wall: () => now.wall, monotonic: () => now.monotonic, uptime: () => now.uptime },
		goOn: (ms: number) => {
			now.wall += ms;
			now.monotonic += ms;
			now.uptime += ms;
		},
		sleep: (ms: number) => {
			now.wall += ms;
			now.uptime += ms;
		},
		setClock: (by: number) => {
			now.wall += by;
		},
		wall: () => now.wall
	};
}
const stored = () => readBeat(world.db);

describe('the beat', () => {
	it('is none at first, and then the latest', async () => {
		const { times, goOn } = machine();
		const pulse = pulseOf(world.db, times);
		expect(await stored()).toBeNull();
		await pulse.beat();
		goOn(1);
		await pulse.beat();
		expect(await stored()).toEqual({ beatAt: START + 1, awayFrom: null, awayUntil: null });
	});

	it.each([
		['forward by 90 days', days(90)],
		['back by 12 minutes', -minutes(12)],
		['back to 1970', -START]
	])(
		'ends three minutes after the last one, and not when the clock steps %s',
		async (_name, by) => {
			const { times, goOn, setClock } = machine();
			const pulse = pulseOf(world.db, times);
			expect(pulse.isBeating()).toBe(false);
			await pulse.beat();
			setClock(by);
			expect(pulse.isBeating()).toBe(true);
			goOn(minutes(3) - 1);
			expect(pulse.isBeating()).toBe(true);
			goOn(1);
			expect(pulse.isBeating()).toBe(false);
			await pulse.beat();
			expect(pulse.isBeating()).toBe(true);
		}
	);

	it('that cannot be stored is none', async () => {
		const pulse = pulseOf(world.db, machine().times);
		world.sqlite.exec('DROP TABLE scheduler');
		await expect(pulse.beat()).rejects.toThrow();
		expect(pulse.isBeating()).toBe(false);
	});
});

describe('a start', () => {
	it.each([
		[days(1), false],
		[days(1) + 1, true],
		[-hours(3), false]
	])('%i ms after the last beat is a return: %s', async (gap, isReturn) => {
		await beat(world.db, START - gap);
		await pulseOf(world.db, machine().times).beat();
		expect(await stored()).toEqual({
			beatAt: START,
			awayFrom: isReturn ? START - gap : null,
			awayUntil: isReturn ? START : null
		});
	});

	it('of a machine whose clock stands still while it is off tells the absence once NTP has answered', async () => {
		await beat(world.db, START);
		const { times, goOn, setClock, wall } = machine(minutes(1));
		setClock(-START);
		const pulse = pulseOf(world.db, times);
		await pulse.beat();
		expect(await stored()).toMatchObject({ beatAt: START, awayFrom: null });
		goOn(minutes(1));
		setClock(START + days(61));
		await pulse.beat();
		expect(await stored()).toEqual({ beatAt: wall(), awayFrom: START, awayUntil: wall() });
	});

	it('with a beat from the future keeps it for no longer than the clock may be unset', async () => {
		await beat(world.db, START + days(3650));
		const { times, goOn, wall } = machine(minutes(1));
		const pulse = pulseOf(world.db, times);
		await pulse.beat();
		goOn(minutes(4));
		await pulse.beat();
		expect(await stored()).toEqual({ beatAt: wall(), awayFrom: null, awayUntil: null });
	});
});

describe('a running process', () => {
	it.each([days(90), -days(90)])('was not away when the clock was set by %i ms', async (by) => {
		const { times, goOn, setClock, wall } = machine();
		const pulse = pulseOf(world.db, times);
		await pulse.beat();
		goOn(minutes(1));
		setClock(by);
		await pulse.beat();
		expect(await stored()).toEqual({ beatAt: wall(), awayFrom: null, awayUntil: null });
	});

	it.each([
		['slept', 'sleep'],
		['stood still', 'goOn']
	] as const)('was away when the machine %s for more than a day', async (_name, how) => {
		const { times, [how]: pass } = machine();
		const pulse = pulseOf(world.db, times);
		await pulse.beat();
		pass(days(1));
		await pulse.beat();
		expect(await stored()).toMatchObject({ awayFrom: null });
		pass(days(2));
		await pulse.beat();
		expect(await awayView(world.db)).toEqual({
			from: new Date(START + days(1)).toISOString(),
			until: new Date(START + days(3)).toISOString()
		});
	});
});

describe('an absence', () => {
	it('may come before the first beat', async () => {
		expect(await awayView(world.db)).toBeNull();
		await noteAway(world.db, START, START + days(2));
		expect(await stored()).toEqual({
			beatAt: START + days(2),
			awayFrom: START,
			awayUntil: START + days(2)
		});
	});

	it('is still told once the scheduler beats, gives way to a later one, and is one row', async () => {
		await noteAway(world.db, START, START + days(2));
		await beat(world.db, START + days(3));
		expect(await stored()).toMatchObject({ beatAt: START + days(3), awayFrom: START });
		await noteAway(world.db, START + days(3), START + days(5));
		expect(await stored()).toEqual({
			beatAt: START + days(3),
			awayFrom: START + days(3),
			awayUntil: START + days(5)
		});
		expect(await world.db.selectFrom('scheduler').selectAll().execute()).toHaveLength(1);
	});
});
