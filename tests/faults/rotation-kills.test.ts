import { afterAll, beforeAll, expect, it } from 'vitest';
import { restingFolder, surviveKill } from '../support/killed-rotation.ts';

let resting: Awaited<ReturnType<typeof restingFolder>>;
beforeAll(async () => {
	resting = await restingFolder();
});
afterAll(() => resting.remove());

it('rotate-key killed before every step it takes: every token opens, and the next run goes on', async () => {
	let step = 1;
	while (await surviveKill(resting.folder, step)) step += 1;
	// Two for each of the texts, those of the key file, and the rest.
	expect(step).toBeGreaterThan(30);
}, 1_200_000);
