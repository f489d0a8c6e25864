import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';

/**
 * What requests of one client are counted by: an IPv4 address as it is, an IPv6 address by its /64,
 * because one customer has at least that many addresses. Proxies may add a port or brackets. What is
 * no address counts together, so that making addresses up wins nothing.
 */
export function clientKey(address: string | null): string {
	const [, inBrackets, withPort] =
		/^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(address?.trim() ?? '') ?? [];
	const bare = (inBrackets ?? withPort ?? address?.trim() ?? '').replace(/%.*$/, '');
	if (isIP(bare) === 0 || !ipaddr.isValid(bare)) return 'unknown';
	const ip = ipaddr.process(bare);
	if (!('parts' in ip)) return ip.toString();
	const network = ip.parts.slice(0, 4).map((group) => group.toString(16));
	return `${network.join(':')}::/64`;
}

/**
 * What the sockets of an address are counted by; null: they are not. This machine's are its own
 * affair, and where a proxy tells addresses every socket is the proxy's.
 */
export function socketKey(address: string | undefined, addressHeader: string | null) {
	const bare = address ?? '';
	const isOwn = ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
	return addressHeader !== null || isOwn ? null : clientKey(bare);
}
