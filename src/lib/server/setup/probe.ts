import { systemCodeOf } from '../meta/system-code.ts';

/** What one host of Meta's said. */
export type Probe = {
	address: string;
	isReached: boolean;
	/** This machine's clock less its clock, in milliseconds; null where not told. */
	skewMs: number | null;
	/** Why it was not reached, by the system's own code; null where that says nothing. */
	systemCode: string | null;
};

export type Probing = {
	fetch: typeof globalThis.fetch;
	now: () => number;
	timeoutMs: number;
};

/** `Date` counts whole seconds (RFC 9110, 5.6.7): half of one is the best guess of the rest. */
const HALF_A_SECOND = 500;

/** Asks a host for its headers; any answer counts, a redirect or an error too. Nothing is sent along. */
export async function probe(address: string, { fetch, now, timeoutMs }: Probing): Promise<Probe> {
	const began = now();
	try {
		const response = await fetch(address, {
			method: 'HEAD',
			redirect: 'manual',
			headers: { 'user-agent': 'Mooring' },
			signal: AbortSignal.timeout(timeoutMs)
		});
		const middle = (began + now()) / 2;
		const theirs = Date.parse(response.headers.get('date') ?? '');
		const skewMs = Number.isNaN(theirs) ? null : middle - theirs - HALF_A_SECOND;
		return { address, isReached: true, skewMs, systemCode: null };
	} catch (error) {
		const systemCode = systemCodeOf(error, new URL(address));
		return { address, isReached: false, skewMs: null, systemCode };
	}
}
