import type { Answered } from '../problems/cause-of.ts';

/**
 * What Meta's error body says; null where it does not. `words` is Meta's message: plain text, at
 * most 200 characters, without the secrets that were sent.
 */
export type Refusal = Answered & { type: string | null };
