import { seconds } from '../clock.ts';
import { type CallOutcome, type CallOver, outcomeOf, timing } from './call-over.ts';
import { begin, readLimited, type Request } from './request.ts';
import { type SentWatch, watching } from './sent-watch.ts';
import { systemCodeOf } from './system-code.ts';

/** One call of a program's, its address complete; `wholeMs` bounds it, the last byte included. */
export type GraphCall = Omit<Request, 'timeoutMs'> & { wholeMs: number };

/** What Meta answered, bytes as they came. */
export type Sent = { status: number; headers: Headers; bytes: Uint8Array };

/** How long a call may take in milliseconds, and what comes back in bytes, decoded. */
export const GRAPH_LIMITS = {
	connectMs: seconds(5),
	firstByteMs: seconds(10),
	wholeMs: seconds(20),
	publishMs: seconds(60),
	bytes: 5_000_000
};

/**
 * No usable answer. `wasSent` is false only where it is certain that nothing went out; a write that
 * may have gone out may have been done. Carries no `cause`: fetch's errors name addresses.
 */
export class NoAnswer extends Error {
	readonly why: 'late' | 'broken' | 'redirect' | 'no_status' | 'too_long';
	readonly wasSent: boolean;
	/** The system's or undici's own code such as ECONNRESET, where there is one. */
	readonly systemCode: string | null;

	constructor(why: NoAnswer['why'], wasSent: boolean, systemCode: string | null = null) {
		super(`No answer of Meta: ${why}${wasSent ? '' : ', never sent'}`);
		this.name = 'NoAnswer';
		this.why = why;
		this.wasSent = wasSent;
		this.systemCode = systemCode;
	}
}

/**
 * Sends one call of a program's to Meta, once, and gives back what came, whatever it says.
 * @throws NoAnswer
 */
export async function callGraph(
	call: GraphCall,
	fetch = globalThis.fetch,
	limits = GRAPH_LIMITS,
	over?: CallOver
): Promise<Sent> {
	const end = timing(call.url, over);
	try {
		const sent = await callOnce(call, fetch, limits);
		end(outcomeOf(sent.status), sent.headers);
		return sent;
	} catch (error) {
		end(OUTCOMES[(error as NoAnswer).why]);
		throw error;
	}
}

const OUTCOMES: Record<NoAnswer['why'], CallOutcome> = {
	late: 'timeout',
	broken: 'unreachable',
	redirect: 'odd',
	no_status: 'odd',
	too_long: 'odd'
};

async function callOnce(
	call: GraphCall,
	fetch: typeof globalThis.fetch,
	limits: typeof GRAPH_LIMITS
): Promise<Sent> {
	const watch: SentWatch = { stage: 'unseen' };
	const ending = new AbortController();
	const end = () => ending.abort(new DOMException('', 'TimeoutError'));
	const whole = setTimeout(end, call.wholeMs);
	const firstByte = setTimeout(end, limits.firstByteMs);
	const connect = setTimeout(() => {
		if (watch.stage === 'waiting') end();
	}, limits.connectMs);
	try {
		const response = await watching(watch, () => begin(call, ending.signal, fetch));
		clearTimeout(firstByte);
		const { status, headers } = response;
		if (status >= 300 && status < 400) {
			await response.body?.cancel();
			throw new NoAnswer('redirect', true);
		}
		// RFC 9110, section 15: nobody could hand such a number on.
		if (status > 599) {
			await response.body?.cancel();
			throw new NoAnswer('no_status', true);
		}
		const bytes = await readLimited(response, limits.bytes);
		if (bytes === null) throw new NoAnswer('too_long', true);
		return { status, headers, bytes };
	} catch (error) {
		if (error instanceof NoAnswer) throw error;
		const wasSent = watch.stage !== 'waiting';
		if (ending.signal.aborted) throw new NoAnswer('late', wasSent);
		throw new NoAnswer('broken', wasSent, systemCodeOf(error, call.url));
	} finally {
		[whole, firstByte, connect].forEach(clearTimeout);
	}
}
