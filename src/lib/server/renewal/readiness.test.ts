import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld } from '../../../../tests/support/renewal-world.ts';
import { isReady } from './readiness.ts';

let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
});
afterEach(() => world.close());

const app = ({ isLocked = false, isBeating = true } = {}) => ({
	db: world.db,
	vault: { isLocked },
	pulse: { isBeating: () => isBeating }
});

describe('isReady', () => {
	it('needs the right key, a beating scheduler and a database that can be written', async () => {
		expect(await isReady(app())).toBe(true);
		expect(await isReady(app({ isLocked: true }))).toBe(false);
		expect(await isReady(app({ isBeating: false }))).toBe(false);
		world.sqlite.pragma('query_only = 1');
		expect(await isReady(app())).toBe(false);
	});

	it('writes nothing, however often anybody asks', async () => {
		const changes = () => world.sqlite.prepare('SELECT total_changes()').pluck().get();
		await world.db
			.insertInto('scheduler')
			.values({ id: 1, beatAt: 0, awayFrom: null, awayUntil: null })
			.execute();
		const before = changes();
		for (let asked = 0; asked < 5; asked += 1) expect(await isReady(app())).toBe(true);
		expect(changes()).toBe(before);
	});
});
