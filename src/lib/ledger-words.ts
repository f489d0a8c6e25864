import type { LedgerCounts, Outcome, Trigger } from './view.ts';
import type { Tone } from './words.ts';

/** Why an attempt was made. */
export const TRIGGERS = {
	schedule: 'scheduled',
	manual: 'by hand',
	connect: 'connected'
} as const satisfies Record<Trigger, string>;

/** "41 times since 26 Feb" where rows were folded; `since` is that day in words. */
export const timesOf = ({ times }: { times: number }, since: string) =>
	times === 1 ? null : `${String(times)} times since ${since}`;

/** How good an outcome is; its word comes from the server's table of causes. */
export const TONES = {
	connected: 'good',
	renewed: 'good',
	checked: 'good',
	transient: 'warn',
	rejected: 'bad',
	skipped: 'off'
} as const satisfies Record<Outcome, Tone>;

/** Meta's own code, where it went wrong. */
export const metaCode = (outcome: Outcome, code: string | null) =>
	(outcome === 'transient' || outcome === 'rejected') && /^(-?\d|HTTP )/.test(code ?? '')
		? code
		: null;

/** "1 connected, 8 renewed, 1 refused", or "none yet". */
export function countsOf(counts: LedgerCounts): string {
	const { connected, renewed, checked, refused, unanswered } = counts;
	const told = [
		[connected, 'connected'],
		[renewed, 'renewed'],
		[checked, 'checked'],
		[refused, 'refused'],
		[unanswered, 'without an answer']
	] as const;
	const words = told.flatMap(([count, word]) => (count > 0 ? [`${String(count)} ${word}`] : []));
	return words.length === 0 ? 'none yet' : words.join(', ');
}
