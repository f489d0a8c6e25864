import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	type ActivityWorld,
	activityWorld,
	NOW
} from '../../../../tests/support/activity-world.ts';
import { minutes } from '../clock.ts';
import { unusualUse, warningsOf } from './unusual.ts';

const ADA = { creatorId: 'ada', isOwner: true };
const BO = { creatorId: 'bo', isOwner: false };
const QUIET = { refusals: 0, renewalsByHand: 0, unknownCallbacks: 0 };

describe('what is unusual', () => {
	it.each(['refusals', 'renewalsByHand', 'unknownCallbacks'] as const)(
		'begins with twenty %s',
		(what) => {
			expect(warningsOf({ ...QUIET, [what]: 19 })).toEqual([]);
			expect(warningsOf({ ...QUIET, [what]: 20 })).toEqual([expect.stringMatching(/^20 /)]);
		}
	);
});

describe('the last ten minutes', () => {
	let world: ActivityWorld;
	beforeEach(async () => {
		world = await activityWorld();
	});
	afterEach(() => world.close());

	const times = async (count: number, act: () => Promise<unknown>) => {
		for (let done = 0; done < count; done += 1) await act();
	};
	const ada = () => unusualUse(world.db, ADA, NOW);
	const bo = () => unusualUse(world.db, BO, NOW);

	it('tell the owner of refusals, whoever was refused, and a creator of the own', async () => {
		await times(12, () => world.note({ kind: 'sign_in_refused' }));
		await times(7, () => world.note({ kind: 'connect_refused', creatorId: 'bo' }));
		expect(await ada()).toEqual([]);
		await world.note({ kind: 'sign_in_refused' });
		expect(await ada()).toEqual([expect.stringContaining('refused')]);
		expect(await bo()).toEqual([]);
		await times(13, () => world.note({ kind: 'connect_refused', creatorId: 'bo' }));
		expect(await bo()).toEqual([expect.stringContaining('refused')]);
	});

	it('tell of renewals by hand, not of scheduled ones', async () => {
		await times(20, () => world.renewal('c-ada', NOW));
		await times(19, () => world.renewal('c-ada', NOW, { trigger: 'manual' }));
		expect(await ada()).toEqual([]);
		await world.renewal('c-bo', NOW, { trigger: 'manual' });
		expect(await ada()).toEqual([expect.stringContaining('20 renewals by hand')]);
		expect(await bo()).toEqual([]);
	});

	it('tell the owner of answers without a start, by their count', async () => {
		await times(19, () => world.note({ kind: 'callbacks_unknown', detail: { count: 1 } }));
		expect(await ada()).toEqual([]);
		await world.note({ kind: 'callbacks_unknown', detail: { count: 12 } });
		expect(await ada()).toEqual([expect.stringMatching(/^31 times/)]);
		expect(await bo()).toEqual([]);
	});

	it('end', async () => {
		const at = NOW - minutes(10);
		await times(20, () => world.note({ kind: 'sign_in_refused', at }));
		await times(20, () => world.renewal('c-ada', at, { trigger: 'manual' }));
		await world.note({ kind: 'callbacks_unknown', at, detail: { count: 50 } });
		expect(await ada()).toEqual([]);
	});
});
