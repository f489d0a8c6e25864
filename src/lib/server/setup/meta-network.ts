import { seconds } from '../clock.ts';
import { networkReader } from './network.ts';
import { probe } from './probe.ts';

/** What a host of Meta's may take for its answer. */
export const PROBE_TIMEOUT_MS = seconds(5);

/** Asks the real network, by the real clock. */
export const metaNetwork = () =>
	networkReader({
		now: Date.now,
		probe: (address) =>
			probe(address, { fetch: globalThis.fetch, now: Date.now, timeoutMs: PROBE_TIMEOUT_MS })
	});
