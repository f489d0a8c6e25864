import { ENDED } from './ended.ts';
import { FAILING } from './failing.ts';
import type { Cause, EndedCause, CauseRow } from './cause.ts';

/**
 * The one table of causes: how Meta's answers show each, whose matter it is, and its words on the
 * card, in the ledger and in the activity.
 */
export const CAUSES: Record<Cause, CauseRow> = { ...FAILING, ...ENDED };

export const isCause = (name: unknown): name is Cause =>
	typeof name === 'string' && Object.hasOwn(CAUSES, name);

/** True where only a new consent helps: the token is dead. */
export const isEndedCause = (cause: string): cause is EndedCause => Object.hasOwn(ENDED, cause);

/** Somebody has to act, at Meta or on the app, while the token lives: hurry mends nothing. */
export const needsSomebody = (cause: Cause) =>
	!isEndedCause(cause) && ['app', 'person'].includes(CAUSES[cause].category);
