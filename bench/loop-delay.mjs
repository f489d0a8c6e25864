// Loaded ahead of the server: on SIGUSR2 it writes how late its event loop was since the last time.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
const ms = (/** @type {number} */ nanoseconds) => nanoseconds / 1e6 - RESOLUTION_MS;
process.on('SIGUSR2', () => {
	const found = { p99: ms(delay.percentile(99)), most: ms(delay.max) };
	delay.reset();
	writeFileSync(process.env['BENCH_LOOP_FILE'] ?? '', JSON.stringify(found));
});
