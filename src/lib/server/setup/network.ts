import { seconds } from '../clock.ts';
import { systemCodeOf } from '../meta/system-code.ts';
import type { MetaAddresses } from '../settings/addresses.ts';
import { configuredLogins, type Logins } from '../settings/login.ts';

/** How long an answer counts before Meta is asked again. */
const KEPT = seconds(30);

/** What Meta's hosts said; null while they are still being asked. */
export type Network = { hosts: MetaHost[]; probes: Probe[] | null };

export type NetworkDeps = { probe: (address: string) => Promise<Probe>; now: () => number };

/**
 * Asks all hosts at once, at most every 30 seconds however often a page is opened. `read` waits no
 * longer than it is told: a silent host must not hold a page up, its answer counts at the next read.
 */
export function networkReader({ probe, now }: NetworkDeps) {
	let asked: { at: number; isDone: boolean; probes: Promise<Probe[]> } | null = null;

	function ask(hosts: MetaHost[]) {
		const question = {
			at: now(),
			isDone: false,
			probes: Promise.all(hosts.map(({ address }) => probe(address)))
		};
		void question.probes.then(() => (question.isDone = true));
		asked = question;
		return question;
	}

	return {
		async read(hosts: MetaHost[], patienceMs: number): Promise<Network> {
			const isFresh = asked && now() - asked.at < KEPT;
			const { probes } = asked && isFresh ? asked : ask(hosts);
			return { hosts, probes: await within(probes, patienceMs) };
		},
		/** The next read asks anew; a question under way goes on, so that presses do not add up. */
		forget() {
			if (asked?.isDone) asked = null;
		}
	};
}

async function within<Result>(result: Promise<Result>, ms: number): Promise<Result | null> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
	try {
		return await Promise.race([result, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** One of Meta's hosts; `isForBrowsers`: the creator's browser goes there, Mooring itself does not. */
export type MetaHost = { address: string; isForBrowsers: boolean };

/** The hosts of the logins that are set, each once. The first is one whose clock counts. */
export function metaHosts(settings: Logins & { meta: MetaAddresses }): MetaHost[] {
	const all: { web: string; graph: string; api?: string }[] = configuredLogins(settings).map(
		(id) => settings.meta.hosts[id]
	);
	const hosts = [
		...all.flatMap(({ graph, api }) => (api === undefined ? [graph] : [graph, api])).map(needed),
		...all.map(({ web }) => forBrowsers(web))
	];
	return hosts.filter(
		({ address }, at) => hosts.findIndex((host) => host.address === address) === at
	);
}

const needed = (url: string) => ({ address: new URL(url).origin, isForBrowsers: false });
const forBrowsers = (url: string) => ({ address: new URL(url).origin, isForBrowsers: true });

/** What a host of Meta's may take for its answer. */
export const PROBE_TIMEOUT_MS = seconds(5);

/** Asks the real network, by the real clock. */
export const metaNetwork = () =>
	networkReader({
		now: Date.now,
		probe: (address) =>
			probe(address, { fetch: globalThis.fetch, now: Date.now, timeoutMs: PROBE_TIMEOUT_MS })
	});

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
