import { afterAll, beforeAll, expect, it } from 'vitest';
import { restingFolder, surviveKill } from '../support/killed-rotation.ts';

// A sample of tests/faults/rotation-kills.test.ts, which takes every step.
let resting: Awaited<ReturnType<typeof restingFolder>>;
beforeAll(async () => {
	resting = await restingFolder();
});
afterAll(() => resting.remove());

it.each([5, 9, 14, 20, 30])(
	'rotate-key killed before its step %i: every token opens, and the next run goes on',
	async (step) => {
		expect(await surviveKill(resting.folder, step)).toBe(true);
	}
);
