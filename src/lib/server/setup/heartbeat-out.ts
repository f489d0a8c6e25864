import { ago } from '../../format.ts';
import { minutes } from '../clock.ts';
import { type Check, fine, warning } from './check.ts';

/** What the receiver of the heartbeat answered last; `at` in milliseconds of real time. */
export type HeartbeatAnswer = { at: number; ok: boolean; sentence: string };

/** It is asked every five minutes: three of them in a row were left out. */
const LATE = minutes(15);

/**
 * Whether the heartbeat arrives where silence would be noticed. Of its address only the host is told:
 * whoever knows the rest can pretend that all is well.
 * @param url null: nobody waits for a heartbeat, so there is nothing to check
 * @param answer null: it was not asked yet
 */
export function heartbeatOutChecks(
	url: URL | null,
	answer: HeartbeatAnswer | null,
	now: number
): Check[] {
	if (url === null) return [];
	const id = 'heartbeat';
	const { host } = url;
	if (answer === null) {
		const sentence = 'The first one goes out within half a minute of a start.';
		return [fine(id, { title: `The heartbeat goes to ${host}`, sentence })];
	}
	const since = ago(iso(answer.at), iso(now));
	const sentence = `${answer.sentence.replace(/\.$/, '')}, ${since}.`;
	if (!answer.ok) {
		return [
			warning(id, {
				title: `The heartbeat does not reach ${host}`,
				sentence,
				cure: 'Look at HEARTBEAT_URL, and at the program behind it.'
			})
		];
	}
	if (now - answer.at > LATE) {
		return [
			warning(id, {
				title: `No heartbeat went to ${host} lately`,
				sentence,
				cure: 'It goes out only while Mooring runs, its tokens open and its disk can be written.'
			})
		];
	}
	return [fine(id, { title: `The heartbeat reaches ${host}`, sentence })];
}

const iso = (time: number) => new Date(time).toISOString();
