import { expect, it } from 'vitest';
import { renewBesideRotations } from '../support/renewals-beside-rotation.ts';

// A sample of tests/faults/rotation-load.test.ts, which has 2,000.
it('of 100 renewals beside a rotation none is lost', async () => {
	expect(await renewBesideRotations(50, 100)).toBeGreaterThan(0);
});
