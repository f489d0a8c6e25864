import { describe, expect, it } from 'vitest';
import { clockSteps, days, minutes, seconds } from './clock.ts';

function machine() {
	const now = { wall: Date.UTC(2027, 0, 1), monotonic: 5 };
	const times = { wall: () => now.wall, monotonic: () => now.monotonic, uptime: () => 0 };
	return {
		look: clockSteps(times),
		goOn: (ms: number) => {
			now.wall += ms;
			now.monotonic += ms;
		},
		setClock: (by: number) => (now.wall += by)
	};
}

describe('clockSteps', () => {
	it('sees none while time passes, however long', () => {
		const { look, goOn } = machine();
		expect(look()).toBe(0);
		goOn(days(400));
		expect(look()).toBe(0);
	});

	it.each([days(90), -minutes(12), seconds(2), -seconds(2)])('tells one of %i ms once', (by) => {
		const { look, goOn, setClock } = machine();
		goOn(seconds(20));
		setClock(by);
		expect(look()).toBe(by);
		goOn(seconds(20));
		expect(look()).toBe(0);
	});

	it('takes a drift for none, even where it adds up', () => {
		const { look, goOn, setClock } = machine();
		for (let hour = 0; hour < 10; hour += 1) {
			goOn(minutes(60));
			setClock(seconds(1));
			expect(look()).toBe(0);
		}
	});
});
