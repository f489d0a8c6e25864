import { describe, expect, it, vi } from 'vitest';
import { days, hours } from '../clock.ts';
import { practiceClock } from './clock.ts';
import { practiceWorld } from './world.ts';

function practice() {
	const events: string[] = [];
	const clock = practiceClock();
	const note = (name: string) =>
		vi.fn((): Promise<void> => {
			events.push(name);
			return Promise.resolve();
		});
	const simulator = {
		setClock: vi.fn((offsetMs: number) => {
			events.push(`simulator ${String(offsetMs / hours(1))}`);
			return Promise.resolve();
		}),
		killAll: note('kill'),
		goDown: note('down'),
		goBackToNormal: note('normal')
	};
	const sweep = vi.fn(() => {
		events.push(`sweep ${String(clock.offsetMs / hours(1))}`);
		return Promise.resolve();
	});
	const noteAway = note('away');
	const world = practiceWorld({ clock, simulator, sweep, noteAway, makeAllDue: note('due') });
	return { clock, events, noteAway, simulator, sweep, world };
}

describe('practice', () => {
	it('lives each day: the scheduler looks four times, on the same clock as the simulator', async () => {
		const { events, world } = practice();
		await world.live(1);
		expect(events).toEqual(
			[6, 12, 18, 24].flatMap((hour) => [`simulator ${String(hour)}`, `sweep ${String(hour)}`])
		);
	});

	it('leaps when the machine is off: one look, at the return', async () => {
		const { clock, noteAway, sweep, world } = practice();
		const before = Date.now();
		await world.leap(61);
		expect(sweep).toHaveBeenCalledOnce();
		expect(clock.now()).toBeGreaterThanOrEqual(before + days(61));
		expect(noteAway).toHaveBeenCalledOnce();
	});

	it('does not mix the days of two tabs', async () => {
		const { events, world } = practice();
		await Promise.all([world.live(1), world.live(1)]);
		const hoursSeen = events
			.filter((event) => event.startsWith('sweep'))
			.map((e) => Number(e.slice(6)));
		expect(hoursSeen).toEqual([6, 12, 18, 24, 30, 36, 42, 48]);
	});

	it('shows a mishap at once', async () => {
		const { events, world } = practice();
		await world.changePassword();
		expect(events).toEqual(['kill', 'due', 'sweep 0']);
	});

	it('knows whether Meta is down', async () => {
		const { world } = practice();
		await world.takeMetaDown();
		expect(world.isMetaDown).toBe(true);
		await world.backToNormal();
		expect(world.isMetaDown).toBe(false);
	});

	it('goes on after an attempt that failed', async () => {
		const { simulator, world } = practice();
		simulator.setClock.mockRejectedValueOnce(new Error('gone'));
		await expect(world.live(1)).rejects.toThrow('gone');
		await world.live(1);
		expect(world.offsetMs).toBe(days(1));
	});
});
