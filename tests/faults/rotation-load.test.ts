import { expect, it } from 'vitest';
import { renewBesideRotations } from '../support/renewals-beside-rotation.ts';

it('of 2,000 renewals beside rotations none is lost', async () => {
	expect(await renewBesideRotations(500, 2000)).toBeGreaterThan(0);
}, 1_200_000);
