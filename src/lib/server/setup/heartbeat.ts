import { ago } from '../../format.ts';
import { minutes } from '../clock.ts';
import { type Check, fine, warning, wrong } from './check.ts';

/** As /readyz has it: a scheduler that has not beaten for this long is stuck. */
const LONGEST_SILENCE = minutes(3);

/**
 * Whether the scheduler is alive. A terminal sees the same beat, but silence there mostly means
 * that nothing is running.
 * @param beatAt milliseconds; null before the first beat
 */
export function heartbeatCheck(
	beatAt: number | null,
	now: number,
	seenFrom: 'page' | 'terminal'
): Check {
	const last = beatAt === null ? null : ago(iso(beatAt), iso(now));
	if (last !== null && Math.abs(now - (beatAt ?? 0)) < LONGEST_SILENCE) {
		return fine('scheduler', {
			title: 'Renewals run on time',
			sentence: `Mooring last looked ${last}.`
		});
	}
	const sentence = last === null ? 'Mooring has not looked yet.' : `Mooring last looked ${last}.`;
	if (seenFrom === 'terminal') {
		return warning('scheduler', {
			title: 'Mooring is not running',
			sentence,
			cure: 'Start it with npm start: tokens are renewed only while it runs.'
		});
	}
	return wrong('scheduler', {
		title: 'Renewals do not run',
		sentence,
		cure: 'Start Mooring again, and look into its log.'
	});
}

const iso = (time: number) => new Date(time).toISOString();
