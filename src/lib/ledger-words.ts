import type { LedgerCounts, Outcome, Trigger } from './view.ts';
import type { Tone } from './words.ts';

/** Why an attempt was made. */
export const TRIGGERS = {
	schedule: 'scheduled',
	manual: 'by hand',
	connect: 'connected'
} as const satisfies Record<Trigger, string>;

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

/** "8 renewed, 1 refused", or "none yet". */
export function countsOf({ renewed, checked, refused, unanswered }: LedgerCounts): string {
	const told = [
		[renewed, 'renewed'],
		[checked, 'still valid'],
		[refused, 'refused'],
		[unanswered, 'without an answer']
	] as const;
	const words = told.flatMap(([count, word]) => (count > 0 ? [`${String(count)} ${word}`] : []));
	return words.length === 0 ? 'none yet' : words.join(', ');
}
