import type { Registry } from 'prom-client';
import { CALL_OUTCOMES, type CallOver } from '../meta/call-over.ts';
import { RENEWAL_RESULTS, type RenewalResult } from '../renewal/result.ts';

type Prometheus = typeof import('prom-client');

/** A call of a program may take 20 seconds, a publish 60. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60];

/** What is counted as it happens, since the start of this process. */
export function addCounts({ Counter, Histogram }: Prometheus, register: Registry) {
	const registers = [register];
	const renewals = new Counter({
		name: 'mooring_renewals_total',
		help: 'Renewals, by what came of them',
		labelNames: ['outcome'],
		registers
	});
	const calls = new Counter({
		name: 'mooring_meta_calls_total',
		help: 'Calls to Meta, by how they ended',
		labelNames: ['outcome'],
		registers
	});
	const durations = new Histogram({
		name: 'mooring_meta_call_duration_seconds',
		help: 'How long calls to Meta took, the last byte included',
		buckets: SECONDS,
		registers
	});
	// What has not happened yet counts 0, so that its first time is seen as a step.
	for (const outcome of RENEWAL_RESULTS) renewals.inc({ outcome }, 0);
	for (const outcome of CALL_OUTCOMES) calls.inc({ outcome }, 0);

	const callOver: CallOver = ({ outcome, ms }) => {
		calls.inc({ outcome });
		durations.observe(ms / 1000);
	};
	return {
		callOver,
		renewalOver: (outcome: RenewalResult) => renewals.inc({ outcome })
	};
}
