import { afterEach, beforeEach, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { days } from '../clock.ts';
import { noteBrowser } from './seen-browsers.ts';

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
});
afterEach(() => world.close());

const note = (browser: string, day: number) =>
	world.db.transaction().execute((trx) => noteBrowser(trx, 'ada', browser, START + days(day)));

it('what a creator came with is no news, and neither is what was seen in the last 400 days', async () => {
	expect(await note('Firefox on Linux', 0)).toEqual({ isNew: false, isFirst: true });
	expect(await note('Firefox on Linux', 1)).toEqual({ isNew: false, isFirst: false });
	expect(await note('Safari on iPhone', 1)).toEqual({ isNew: true, isFirst: false });
	expect(await note('Safari on iPhone', 300)).toEqual({ isNew: false, isFirst: false });
	expect(await note('Firefox on Linux', 401)).toEqual({ isNew: true, isFirst: false });
	expect(await note('Safari on iPhone', 900)).toEqual({ isNew: true, isFirst: false });
});
