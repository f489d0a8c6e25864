import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginOf, type Cut, cutPower } from '../support/power-loss.ts';

const LONG = 600_000;

let cut: Cut;
beforeAll(async () => {
	cut = await cutPower(40);
});
afterAll(() => cut.remove());

describe('after a power loss the start has every token that was acknowledged, with the log', () => {
	it.each(['nothing', 'zeros'] as const)(
		'ending at every border of a frame, and in the middle of every frame, with %s behind it',
		async (rest) => {
			expect(cut.frames).toBeGreaterThan(80);
			await cut.check(0, rest);
			await cut.check(16, rest);
			for (let frame = 0; frame <= cut.frames; frame += 1) {
				const begin = beginOf(frame, cut);
				await cut.check(begin, rest);
				if (frame === cut.frames) break;
				await cut.check(begin + 12, rest);
				await cut.check(begin + cut.frameSize / 2, rest);
			}
		},
		LONG
	);

	it(
		'ending at every tenth frame, by a start of the whole server',
		async () => {
			for (let frame = 0; frame <= cut.frames; frame += 10) {
				await cut.check(beginOf(frame, cut), 'nothing', true);
			}
		},
		LONG
	);

	it(
		'whole, and any number of pages moved into the database',
		async () => {
			for (let pages = 0; pages <= cut.pages; pages += 1) await cut.checkPages(pages);
		},
		LONG
	);
});
