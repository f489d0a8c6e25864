import type { Clock } from '../clock.ts';

/** Real time plus what was lived ahead in practice; it only ever moves forward. */
export type PracticeClock = Clock & { readonly offsetMs: number; moveTo(offsetMs: number): void };

export function practiceClock(): PracticeClock {
	let offsetMs = 0;
	return {
		now: () => Date.now() + offsetMs,
		get offsetMs() {
			return offsetMs;
		},
		moveTo(target) {
			offsetMs = Math.max(offsetMs, target);
		}
	};
}
