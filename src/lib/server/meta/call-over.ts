/**
 * How one call to Meta ended: answered (2xx), refused (4xx), failed (5xx), odd (any other status, or
 * more than is read), timeout, or unreachable (no whole answer came).
 */
export const CALL_OUTCOMES = [
	'answered',
	'refused',
	'failed',
	'odd',
	'timeout',
	'unreachable'
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** What is told of a call: nothing of whose it was, or of what was said. */
export type MetaCall = {
	outcome: CallOutcome;
	/** How long it took, in milliseconds. */
	ms: number;
	/** The version of the Graph in its address, such as `v25.0`; null: none stood there. */
	asked: string | null;
	/** The version that answered, as Meta says it (`facebook-api-version`); null: it did not. */
	answeredBy: string | null;
};

/** Told of every call to Meta once it is over. */
export type CallOver = (call: MetaCall) => void;

/** Begins to time a call; what it gives back is to be called once, when the call is over. */
export function timing(url: URL, over: CallOver | undefined) {
	const began = performance.now();
	return (outcome: CallOutcome, headers: Pick<Headers, 'get'> | null = null) =>
		over?.({
			outcome,
			ms: performance.now() - began,
			asked: /^\/(v\d+\.\d+)(?:\/|$)/.exec(url.pathname)?.[1] ?? null,
			answeredBy: headers?.get('facebook-api-version') ?? null
		});
}

/** What a whole answer with this status counts as. */
export function outcomeOf(status: number): CallOutcome {
	if (status >= 200 && status < 300) return 'answered';
	if (status >= 400 && status < 500) return 'refused';
	return status >= 500 && status < 600 ? 'failed' : 'odd';
}
