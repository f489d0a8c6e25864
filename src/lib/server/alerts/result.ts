/** What came of a try, in one sentence for whoever it was to tell. No address, no secret in it. */
export type Result =
	| { ok: true; sentence: string }
	| {
			ok: false;
			sentence: string;
			/** False where it would fail for ever. */
			mayRetry: boolean;
			/** Milliseconds that the receiver asked to wait; null: nothing. */
			askedToWait: number | null;
			/** The receiver said that it is gone: its channel goes off. */
			isGone: boolean;
	  };

export const arrived = (sentence: string): Result => ({ ok: true, sentence });

export const failed = (
	sentence: string,
	more: Partial<Extract<Result, { ok: false }>> = {}
): Result => ({ ok: false, sentence, mayRetry: true, askedToWait: null, isGone: false, ...more });
