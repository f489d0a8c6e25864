import { rateWindows, type Taken } from '../rate-windows.ts';

/** Requests a minute and address. A browser asks for a document once in five minutes. */
const A_MINUTE = {
	document: 600,
	/** As for every address with nothing at it. */
	unknown: 100
};
export type Counted = keyof typeof A_MINUTE;

/** Counts what is asked for at `/feed`, by the address that asks. Pictures are not counted. */
export function feedCounts(now: () => number) {
	const windows = rateWindows();
	return (what: Counted, client: string): Taken =>
		windows.take(`${what} ${client}`, A_MINUTE[what], now());
}
