// Puts load on a server from a process of its own: what asks must not share a core's time with what answers.

/** @typedef {{ errors: number, statusCodeStats: Record<string, unknown> }} Result */

// By a name that is no literal: its types are not installed.
const AUTOCANNON = 'autocannon';
const { default: autocannon } = await import(AUTOCANNON);

process.on('message', (/** @type {Record<string, unknown>} */ { expected, ...options }) => {
	/** @type {number[]} */
	const times = [];
	const began = performance.now();
	const run = autocannon({ pipelining: 1, timeout: 30, ...options }, over);

	/** @param {Error | null} error @param {Result} result */
	function over(error, result) {
		const seconds = (performance.now() - began) / 1000;
		const failed = error ?? (result.errors > 0 ? `${result.errors} requests failed` : null);
		const other = Object.keys(result?.statusCodeStats ?? {}).find(
			(status) => status !== String(expected)
		);
		if (failed || other) {
			process.send?.({ wrong: String(failed ?? `it answered ${other}`) });
			return;
		}
		times.sort((a, b) => a - b);
		const at = (/** @type {number} */ part) =>
			times[Math.min(times.length - 1, Math.floor(times.length * part))];
		const count = times.length;
		process.send?.({ perSecond: count / seconds, p50: at(0.5), p99: at(0.99), count });
	}

	run.on('response', (/** @type {[unknown, number, number, number]} */ ...[, , , time]) =>
		times.push(time)
	);
});
process.on('disconnect', () => process.exit());
