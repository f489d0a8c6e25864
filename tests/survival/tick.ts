import { days } from '../../src/lib/server/clock.ts';
import type { Machine } from './machine.ts';
import type { Parts } from './parts.ts';
import { rowsOf } from './rows.ts';

/** While nothing is ill every so manyth look is made. */
const LOOKS_SKIPPED = 8;
const KEYS_EVERY = days(1);

/** One tick of the scheduler, as jobs.ts has it. */
export function ticksOf({ life, time, disk, wall, profile }: Parts, machine: Machine) {
	const { state, doing, die } = machine;
	let skipped = 0;
	let keysAt = profile.faults.has('key rotated') ? -Infinity : Infinity;

	/**
	 * The minute's look tells what only time makes true; between two such moments it would do nothing,
	 * so it is skipped there, most of the time.
	 */
	function isLookDue() {
		const rows = state.instance ? rowsOf(state.instance) : [];
		const isNear = rows.some(
			(row) =>
				row.failingCause ??
				row.endedCause ??
				Math.min(
					row.expiresAt ?? Infinity,
					row.userTokenExpiresAt ?? Infinity,
					row.dataAccessExpiresAt ?? Infinity
				) -
					wall() <
					days(15)
		);
		skipped += 1;
		if (!isNear && skipped < LOOKS_SKIPPED) return false;
		skipped = 0;
		return true;
	}

	return async () => {
		if (!state.instance) return;
		const { sqlite, pulse, sweep, alerts, vault, keeper } = state.instance;
		disk.apply(sqlite);
		state.hasFailed = false;
		await doing('beat', () => pulse.beat());
		if (keeper && time.now() >= keysAt && (await doing('keys', () => keeper.run())))
			keysAt = time.now() + KEYS_EVERY;
		if (!vault.isLocked) await doing('sweep', () => sweep.run());
		if (isLookDue()) await doing('look', () => alerts.look());
		await doing('alerts', () => alerts.deliver());
		if (life.steps.killedAt() !== null) die();
	};
}
