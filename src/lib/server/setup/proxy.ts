import type { Settings } from '../settings/settings.ts';
import { type Check, fine, warning, wrong } from './check.ts';

/** What proxies add: RFC 7239, and the older names that came before it. */
export const PROXY_HEADERS = [
	'x-forwarded-for',
	'x-real-ip',
	'forwarded',
	'x-forwarded-proto',
	'x-forwarded-host'
];

/** The name of a header that only a proxy adds; undefined where none came. */
export const proxyHeaderIn = (headers: Headers): string | undefined =>
	PROXY_HEADERS.find((name) => headers.has(name));

/** What to do about a proxy of which this header came. */
export const namingCure = (arrived: string) =>
	`Set ADDRESS_HEADER=${arrived === 'x-real-ip' ? 'X-Real-IP' : 'X-Forwarded-For'}, and start Mooring again.`;

/**
 * Whether the proxy's headers arrive as configured: adapter-node takes the client's address from
 * ADDRESS_HEADER, in X-Forwarded-For from the XFF_DEPTH-th entry counted from its end.
 * @param headers of the request that asks; null in a terminal, where no request comes in
 */
export function proxyCheck(
	{ addressHeader, xffDepth }: Pick<Settings, 'addressHeader' | 'xffDepth'>,
	headers: Headers | null
): Check {
	if (!headers) {
		return fine('proxy', {
			title: 'Proxy headers show in the browser',
			sentence: 'Only the page Setup can see what a proxy sends along.'
		});
	}
	if (addressHeader === null) return withoutProxy(headers);
	const value = headers.get(addressHeader);
	if (value === null) {
		return wrong('proxy', {
			title: 'The proxy header does not arrive',
			sentence: `ADDRESS_HEADER names ${addressHeader}, and this request came without it.`,
			cure: 'Let the proxy send it and open Mooring through the proxy, or remove ADDRESS_HEADER.'
		});
	}
	const entries = value.split(',').filter((entry) => entry.trim() !== '').length;
	if (addressHeader === 'x-forwarded-for' && entries < xffDepth) {
		return wrong('proxy', {
			title: 'Fewer proxies than XFF_DEPTH says',
			sentence: `XFF_DEPTH is ${String(xffDepth)}, and this request names ${String(entries)}.`,
			cure: `Set XFF_DEPTH to the number of proxies in front of Mooring, here ${String(Math.max(entries, 1))}.`
		});
	}
	return fine('proxy', {
		title: 'Proxy header arrives',
		sentence: `${addressHeader} came with this request.`
	});
}

function withoutProxy(headers: Headers): Check {
	const arrived = proxyHeaderIn(headers);
	if (!arrived) {
		return fine('proxy', {
			title: 'No proxy in front',
			sentence: 'This request came without the headers of one.'
		});
	}
	return warning('proxy', {
		title: 'A proxy is in front, and Mooring does not know it',
		sentence: `This request came with ${arrived}, but ADDRESS_HEADER is not set: all visitors have the proxy's address and share one limit, which one of them can use up for all.`,
		cure: namingCure(arrived)
	});
}
