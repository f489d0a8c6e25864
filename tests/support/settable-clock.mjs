import { readFileSync } from 'node:fs';

// Preloaded into a server: its wall clock is off by the milliseconds that the file CLOCK_FILE tells,
// as soon as that is written. Timers and performance.now() go on undisturbed.
const RealDate = Date;
let offset = 0;
setInterval(() => {
	try {
		offset = Number(readFileSync(process.env['CLOCK_FILE'] ?? '', 'utf8'));
	} catch {
		// Not written yet.
	}
}, 20).unref();

globalThis.Date = class extends RealDate {
	/** @param {any[]} parts */
	constructor(...parts) {
		// @ts-expect-error passed on as they came
		super(...(parts.length === 0 ? [RealDate.now() + offset] : parts));
	}
	static now() {
		return RealDate.now() + offset;
	}
};
