import { isIP, isIPv4 } from 'node:net';

const HEX_GROUPS = 8;

/**
 * What requests of one client are counted by: an IPv4 address as it is, an IPv6 address by its /64,
 * because one customer has at least that many addresses. Proxies may add a port or brackets. What is
 * no address counts together, so that making addresses up wins nothing.
 */
export function clientKey(address: string | null): string {
	const [, inBrackets, withPort] =
		/^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(address?.trim() ?? '') ?? [];
	const bare = (inBrackets ?? withPort ?? address?.trim() ?? '').replace(/%.*$/, '');
	if (isIPv4(bare)) return bare;
	if (isIP(bare) === 0) return 'unknown';
	const mapped = /^::ffff:([\d.]+)$/i.exec(bare)?.[1];
	if (mapped !== undefined) return mapped;
	return `${networkOf(bare).join(':')}::/64`;
}

/**
 * What the sockets of an address are counted by; null: they are not. This machine's are its own
 * affair, and where a proxy tells addresses every socket is the proxy's.
 */
export function socketKey(address: string | undefined, addressHeader: string | null) {
	const bare = address?.replace(/^::ffff:/i, '') ?? '';
	if (addressHeader !== null || bare === '::1' || bare.startsWith('127.')) return null;
	return clientKey(bare);
}

/** The first four groups of an IPv6 address. An IPv4 tail is beyond them, but counts as two groups. */
function networkOf(address: string) {
	const [head = '', tail] = address.replace(/[\d.]*\.[\d.]*$/, '0:0').split('::');
	const before = groups(head);
	const after = tail === undefined ? [] : groups(tail);
	const missing = Math.max(0, HEX_GROUPS - before.length - after.length);
	return [...before, ...Array<string>(missing).fill('0'), ...after].slice(0, 4);
}

const groups = (text: string) =>
	text === '' ? [] : text.split(':').map((group) => parseInt(group, 16).toString(16));
