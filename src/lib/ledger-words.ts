import type { LedgerCounts, RefreshView } from './view.ts';
import type { Tone } from './words.ts';

/** Why an attempt was made. */
export const TRIGGERS = {
	schedule: 'scheduled',
	manual: 'by hand',
	connect: 'connected'
} as const satisfies Record<RefreshView['trigger'], string>;

export type Said = { word: string; tone: Tone; code: string | null };

const OUTCOMES = {
	connected: { word: 'New', tone: 'good' },
	renewed: { word: 'Renewed', tone: 'good' },
	checked: { word: 'Still valid', tone: 'good' },
	rejected: { word: 'Refused', tone: 'bad' },
	skipped: { word: 'Not asked', tone: 'off' }
} as const satisfies Record<Exclude<RefreshView['outcome'], 'transient'>, Omit<Said, 'code'>>;

/** Meta's codes for too many calls: "Rate Limits", Graph API. */
const TOO_MANY_CALLS = /^(4|17|32|613|HTTP 429)(\/|$)/;
const NO_ANSWER = new Set(['timeout', 'network']);

/** What Meta said, in a word or two; `code` is Meta's own where it went wrong. */
export function saidIn({ outcome, code }: RefreshView): Said {
	const itsCode = code !== null && /^(\d|HTTP )/.test(code) ? code : null;
	if (outcome === 'transient') return { word: delayWord(code ?? ''), tone: 'warn', code: itsCode };
	return { ...OUTCOMES[outcome], code: outcome === 'rejected' ? itsCode : null };
}

function delayWord(code: string) {
	if (TOO_MANY_CALLS.test(code)) return 'Asked to slow down';
	return NO_ANSWER.has(code) ? 'No answer, trying again' : 'Failed, trying again';
}

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
