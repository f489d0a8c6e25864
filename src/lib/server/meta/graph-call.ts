import { seconds } from '../clock.ts';
import { type CallOutcome, type CallOver, outcomeOf, timing } from './call-over.ts';
import { type Exchange, overNode } from './exchange.ts';
import type { Request } from './request.ts';
import { systemCodeOf } from './system-code.ts';

/** One call of a program's, its address complete; `wholeMs` bounds it, the last byte included. */
export type GraphCall = Omit<Request, 'timeoutMs' | 'heard'> & { wholeMs: number };

/** What Meta answered, bytes as they came. */
export type Sent = { status: number; headers: Pick<Headers, 'get'>; bytes: Uint8Array };

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
 * may have gone out may have been done. Carries no `cause`: the system's errors name addresses.
 */
export class NoAnswer extends Error {
	readonly why: 'late' | 'broken' | 'redirect' | 'no_status' | 'too_long';
	readonly wasSent: boolean;
	/** The system's own code such as ECONNRESET, where there is one. */
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
	exchange: Exchange = overNode,
	limits = GRAPH_LIMITS,
	over?: CallOver
): Promise<Sent> {
	const end = timing(call.url, over);
	try {
		const sent = await callOnce(call, exchange, limits);
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
	{ wholeMs, ...request }: GraphCall,
	exchange: Exchange,
	limits: typeof GRAPH_LIMITS
): Promise<Sent> {
	let wasSent = false;
	const ending = new AbortController();
	const end = () => ending.abort();
	const whole = setTimeout(end, wholeMs);
	const firstByte = setTimeout(end, limits.firstByteMs);
	const connect = setTimeout(() => {
		if (!wasSent) end();
	}, limits.connectMs);
	const bounds = { mostBytes: limits.bytes, signal: ending.signal };
	const progress = { sent: () => (wasSent = true), answered: () => clearTimeout(firstByte) };
	try {
		const { status, headers, bytes } = await exchange(request, bounds, progress);
		if (status >= 300 && status < 400) throw new NoAnswer('redirect', true);
		// RFC 9110, section 15: nobody could hand such a number on.
		if (status > 599) throw new NoAnswer('no_status', true);
		if (bytes === null) throw new NoAnswer('too_long', true);
		return { status, headers, bytes };
	} catch (error) {
		if (error instanceof NoAnswer) throw error;
		if (ending.signal.aborted) throw new NoAnswer('late', wasSent);
		throw new NoAnswer(
			'broken',
			wasSent,
			systemCodeOf(new Error('', { cause: error }), request.url)
		);
	} finally {
		clearTimeout(whole);
		clearTimeout(firstByte);
		clearTimeout(connect);
	}
}
