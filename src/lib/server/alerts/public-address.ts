import ipaddr from 'ipaddr.js';

/** Azure's metadata service, which answers at an address that is no private one. */
const WIRE_SERVER = '168.63.129.16';
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');

/**
 * Whether an IP address is one of the public internet: not private, loopback, link-local (where
 * clouds keep their metadata), shared, reserved or a way into IPv4 (mapped, NAT64, 6to4, Teredo).
 * Of IPv6 only 2000::/3 is given out (RFC 4291, section 2.4). What is no address is not public.
 */
export function isPublicAddress(text: string): boolean {
	if (!ipaddr.isValid(text)) return false;
	const address = ipaddr.process(text);
	if (address.range() !== 'unicast') return false;
	if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_UNICAST, 3);
	return address.toString() !== WIRE_SERVER;
}
