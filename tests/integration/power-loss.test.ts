import { afterAll, beforeAll, describe, it } from 'vitest';
import { beginOf, type Cut, cutPower } from '../support/power-loss.ts';

// A sample of tests/faults/power-loss.test.ts, which takes every frame.
let cut: Cut;
beforeAll(async () => {
	cut = await cutPower(6);
});
afterAll(() => cut.remove());

describe('after a power loss the start has every token that was acknowledged, with the log', () => {
	it.each(['nothing', 'zeros'] as const)(
		'ending at some frames and in the middle of them, with %s behind it',
		async (rest) => {
			for (let frame = 0; frame < cut.frames; frame += 3) {
				await cut.check(beginOf(frame, cut), rest);
				await cut.check(beginOf(frame, cut) + cut.frameSize / 2, rest);
			}
		}
	);
});
