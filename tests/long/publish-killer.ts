import type { Simulator } from '../../simulator/server.ts';
import type { Around, Step } from '../support/between.ts';

/** Moments of a publish at which the server is killed, in the order of their coming. */
export const MOMENTS = [
	'the container was made',
	'the newest posts are asked for',
	'the newest posts were told',
	'the publish arrives at Meta',
	'Meta has published',
	'Meta has answered',
	'it looks what became of it',
	'the client has its answer'
] as const;
export type Moment = (typeof MOMENTS)[number];

/** What Meta says wrongly after it published, or says rightly without having done so. */
const DONE = ['done_code_2', 'done_2207051', 'done_reset'] as const;
/** So long a publish without an answer takes: a kill before that would make another thing of it. */
const TIMEOUT_MS = 11_000;

export type Troubles = {
	around: (step: Step, body: string) => Around;
	/** The server is killed when this moment comes next. */
	arm: (moment: Moment) => void;
	/** Tells of a moment that the way to Meta does not show. */
	at: (moment: Moment) => void;
	/** Kills that came, by moment, and answers that were spoilt, by kind. */
	counts: Record<string, number>;
};

/**
 * Disturbs what goes to the simulator, by counting and not by chance: one publish in six is done and
 * told as failed, one in 300 is done and never answered, one in a hundred is not done and told
 * as failed, one in ten has a decoy of other words beside it, one in 150 one of the same words.
 * @param kill ends the server at once
 */
export function troubles(simulator: Simulator, kill: () => void): Troubles {
	let armed: Moment | null = null;
	let publishes = 0;
	let isCalmUntil = 0;
	const counts: Record<string, number> = {};
	const count = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);
	const at = (moment: Moment) => {
		if (armed !== moment || performance.now() < isCalmUntil) return false;
		armed = null;
		count(`killed: ${moment}`);
		kill();
		return true;
	};
	const fault = (kind: (typeof DONE)[number] | 'done_timeout' | 'transient_2') => {
		count(`told: ${kind}`);
		if (kind === 'done_timeout') isCalmUntil = performance.now() + TIMEOUT_MS;
		const nothing = { delayMs: null, status: null, body: null };
		simulator.world.faults.add({ endpoint: 'publish', kind, times: 1, ...nothing });
	};

	function aroundPublish(body: string): Around {
		publishes += 1;
		const isSame = publishes % 150 === 75;
		const isDone = publishes % 6 === 0 || isSame;
		const isNotDone = !isDone && publishes % 100 === 50;
		const isNeverAnswered = publishes % 300 === 1;
		const kind = DONE[Math.floor(publishes / 6) % DONE.length] ?? 'done_code_2';
		const hasDecoy = isSame || publishes % 10 === 5;
		const later = publishes % 4;
		return {
			before: () => {
				if (at('the publish arrives at Meta')) return false;
				if (isDone) fault(kind);
				if (isNotDone) fault('transient_2');
				if (isNeverAnswered) fault('done_timeout');
				if (hasDecoy) decoy(body, isSame);
			},
			between: () => !at('Meta has published'),
			after: () => void setTimeout(() => at('Meta has answered'), later)
		};
	}

	/** Another app posts for the same account in the same second. */
	function decoy(body: string, isSame: boolean) {
		const id = new URLSearchParams(body).get('creation_id') ?? '';
		const container = simulator.world.content.containers.find(id);
		if (!container) return;
		count(isSame ? 'decoys of the same words' : 'decoys of other words');
		void fetch(`${simulator.url}/_control/media`, {
			method: 'POST',
			headers: { 'x-simulator': '1', 'content-type': 'application/json' },
			body: JSON.stringify({
				username: container.username,
				caption: isSame ? container.caption : 'Posted by another app',
				bySecondApp: true
			})
		}).catch(() => undefined);
	}

	return {
		counts,
		arm: (moment) => (armed = moment),
		at: (moment) => void at(moment),
		around(step, body) {
			switch (step) {
				case 'publish':
					return aroundPublish(body);
				case 'container':
					return { after: () => at('the container was made') };
				case 'list':
					return {
						before: () => !at('the newest posts are asked for'),
						after: () => void setTimeout(() => at('the newest posts were told'), publishes % 4)
					};
				case 'status':
					return { before: () => !at('it looks what became of it') };
				case 'other':
					return {};
			}
		}
	};
}
