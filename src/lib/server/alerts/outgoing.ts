import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import { TRY_FOR } from './queue.ts';

/** How names are resolved, and which hosts may be private. */
export type OutgoingDeps = {
	/** `host` or `host:port`, lower case; without a port it is every port. */
	privateHosts: string[];
	/** With a proxy the address is checked before, because the proxy is what dials. */
	hasProxy: boolean;
	/** dns.lookup; tests pass another. */
	lookup?: LookupFunction;
};

export type Answer = {
	status: number;
	/** As it was sent; null: not. */
	retryAfter: string | null;
};

/** The address leads into a private network, and nobody has allowed that. */
export class PrivateAddress extends Error {
	constructor() {
		super('The address leads into a private network.');
		this.name = 'PrivateAddress';
	}
}

const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80');
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');

/** Whether OUTGOING_PRIVATE_HOSTS names this host, as it is written there. */
export const isNamedPrivate = (url: URL, privateHosts: string[]) =>
	privateHosts.includes(url.hostname) || privateHosts.includes(`${url.hostname}:${portOf(url)}`);

/**
 * Posts a body once and reads no more of the answer than its head: an endless one holds up nobody.
 * No redirect is followed. The address is checked when it is dialled, so that a name which leads
 * elsewhere by then is refused as well.
 * @throws PrivateAddress; the system's errors; TimeoutError after 15 seconds
 */
export async function post(
	deps: OutgoingDeps,
	url: URL,
	{ headers, body }: { headers: Record<string, string>; body: string }
): Promise<Answer> {
	const lookup = deps.lookup ?? systemLookup;
	const isFree = isNamedPrivate(url, deps.privateHosts);
	const signal = AbortSignal.timeout(TRY_FOR);
	if (!isFree) await checkBefore(url, lookup, deps.hasProxy, signal);
	const dialled = isFree ? lookup : checking(hostOf(url), lookup);
	return exchange(url, { headers, body, lookup: dialled, signal });
}

/** What is an address already is not looked up, and what a proxy looks up is not seen here. */
async function checkBefore(
	url: URL,
	lookup: LookupFunction,
	hasProxy: boolean,
	signal: AbortSignal
) {
	const host = hostOf(url);
	if (isIP(host) !== 0) {
		if (!isPublicAddress(host)) throw new PrivateAddress();
		return;
	}
	if (!hasProxy) return;
	await new Promise<void>((resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
		checking(host, lookup)(host, { all: true }, (error) => (error ? reject(error) : resolve()));
	});
}

/** Looks a name up, and refuses it where any of its addresses is not public. */
const checking =
	(host: string, lookup: LookupFunction): LookupFunction =>
	(name, options, callback) => {
		lookup(name, { ...options, all: true }, (error, found) => {
			const addresses = (found ?? []) as LookupAddress[];
			const [first] = addresses;
			if (error) return callback(error, '', 0);
			// Another name is the proxy's.
			const isChecked = name === host;
			if (!first || (isChecked && !addresses.every(({ address }) => isPublicAddress(address)))) {
				return callback(new PrivateAddress(), '', 0);
			}
			if (options.all) return callback(null, addresses);
			callback(null, first.address, first.family);
		});
	};

function exchange(
	url: URL,
	{
		headers,
		body,
		lookup,
		signal
	}: { headers: Record<string, string>; body: string; lookup: LookupFunction; signal: AbortSignal }
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const { request } = url.protocol === 'https:' ? https : http;
		const sent = request(url, {
			method: 'POST',
			headers: {
				...headers,
				'content-length': Buffer.byteLength(body),
				'user-agent': 'Mooring',
				connection: 'close'
			},
			lookup,
			signal
		});
		sent.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error));
		sent.on('response', (response) => {
			const retryAfter = response.headers['retry-after'] ?? null;
			response.on('error', () => undefined);
			response.destroy();
			resolve({ status: response.statusCode ?? 0, retryAfter });
		});
		sent.end(body);
	});
}
