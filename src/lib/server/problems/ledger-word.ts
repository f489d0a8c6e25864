import type { Outcome } from '../../view.ts';
import { causeOfCode } from './cause-of.ts';
import { CAUSES, isEndedCause } from './causes.ts';
import type { Cause } from './cause.ts';

/** What came of an attempt, as the ledger keeps it. */
export type Kept = { outcome: Outcome; code: string | null; cause: Cause | null };

const WELL = {
	connected: 'New',
	renewed: 'Renewed',
	checked: 'Still valid',
	skipped: 'Not asked'
} as const satisfies Partial<Record<Outcome, string>>;

/** The ledger's words for an attempt: what Meta said in short, and why where it refused. */
export function ledgerWord(kept: Kept): string {
	const { outcome } = kept;
	if (outcome !== 'transient' && outcome !== 'rejected') return WELL[outcome];
	const { ledger, activity } = CAUSES[causeIn(kept)];
	return ledger ?? `Refused: ${activity}`;
}

/** Why an attempt went wrong. What was tried again was no end, whatever code it came under. */
export function causeIn({ outcome, code, cause }: Kept): Cause {
	if (cause !== null) return cause;
	const told = code === null ? null : causeOfCode(code);
	if (outcome === 'rejected') return told ?? 'token_ended';
	return told === null || isEndedCause(told) ? 'unexpected' : told;
}
