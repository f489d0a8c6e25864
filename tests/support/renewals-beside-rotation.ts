import { expect } from 'vitest';
import { days } from '../../src/lib/server/clock.ts';
import { lockInstance } from '../../src/lib/server/database/instance-lock.ts';
import { createSweep } from '../../src/lib/server/renewal/sweep.ts';
import { runKilled } from './killed-command.ts';
import { renewalWorld } from './renewal-world.ts';
import { openedIn, sealedWorld } from './sealed-world.ts';

/**
 * Renews so many connections, sweep after sweep until there were so many renewals, while the real
 * `rotate-key` runs beside it in a process of its own, again and again.
 * @returns how many rotations ended meanwhile
 */
export async function renewBesideRotations(connections: number, renewals: number): Promise<number> {
	const sealed = await sealedWorld(connections);
	const world = renewalWorld();
	const lock = lockInstance(sealed.folder);
	const { meta, clock } = world;
	// A token that is lost cannot be had again.
	meta.oldOnesDie = true;
	await makeDue();
	for (let at = 0; at < connections; at += 1) {
		meta.alive.set(`IGAAtoken-${String(at)}`, `c${String(at).padStart(4, '0')}`);
	}
	let isOver = false;
	const rotating = rotateOn();
	try {
		const sweep = createSweep({ ...world.deps, db: sealed.db, vault: sealed.vault });
		let done = 0;
		while (done < renewals) {
			const tally = await sweep.run();
			expect(tally).toMatchObject({ attempts: connections, renewed: connections });
			done += tally.renewed;
			clock.time += days(8);
			await makeDue();
		}
	} finally {
		isOver = true;
		await rotating.catch(() => undefined);
		lock.release();
	}
	const rotations = await rotating;
	const { texts, closed, keyIds } = await openedIn(sealed.folder);
	for (const token of meta.alive.keys()) expect(texts).toContain(token);
	expect(meta.alive.size).toBe(connections);
	expect([closed, keyIds]).toEqual([0, [String(rotations + 1)]]);
	await sealed.close();
	await world.close();
	return rotations;

	async function makeDue() {
		await sealed.db
			.updateTable('connections')
			.set({
				issuedAt: clock.time - days(8),
				expiresAt: clock.time + days(52),
				nextAttemptAt: clock.time
			})
			.execute();
	}
	async function rotateOn() {
		let rotations = 0;
		do {
			const { code, output } = await runKilled(sealed.folder, ['rotate-key'], 0);
			expect(code, output).toBe(0);
			rotations += 1;
		} while (!isOver);
		return rotations;
	}
}
