import type { CallOver } from '../meta/call-over.ts';
import type { RenewalResult } from '../renewal/result.ts';
import { admitsBearer } from './bearer.ts';
import { addCounts } from './counts.ts';
import { addGauges, type GaugeDeps } from './gauges.ts';

/** What `/metrics` shows (operations.md, section 4). No label names an account. */
export type Metrics = {
	/** Whether this Authorization header opens it. */
	admits(authorization: string | null): boolean;
	/** All figures in the text format of Prometheus, and its media type. */
	read(): Promise<{ text: string; type: string }>;
	/** Told of every call to Meta. */
	callOver: CallOver;
	/** Told what came of every renewal. */
	renewalOver(result: RenewalResult): void;
};

/**
 * Opens the figures for whoever has the token. The library is loaded here, so that nobody who does
 * not watch pays for it.
 * @param token METRICS_TOKEN; null: there is no such address, and nothing is counted
 */
export async function openMetrics(token: string | null, deps: GaugeDeps): Promise<Metrics | null> {
	if (token === null) return null;
	const prometheus = await import('prom-client');
	const register = new prometheus.Registry();
	prometheus.collectDefaultMetrics({ register });
	addGauges(prometheus, register, deps);
	return {
		admits: (authorization) => admitsBearer(authorization, token),
		read: async () => ({ text: await register.metrics(), type: register.contentType }),
		...addCounts(prometheus, register)
	};
}
