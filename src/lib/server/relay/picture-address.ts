import ipaddr from 'ipaddr.js';

/** Names that lead nowhere outside of one network (RFC 6761, 6762, 8375, and ICANN for `.internal`). */
const PRIVATE_NAME = /(^|\.)(localhost|localdomain|local|lan|internal|home\.arpa)$/;

/**
 * Whether Meta may be told to fetch from an address: https, a public host, no credentials. The host is
 * read as WHATWG URL writes it, so that decimal, octal and hexadecimal addresses are what they mean.
 * @param isAllowed lets an address pass in any case, such as the simulator's own pictures
 */
export function isPublicPicture(text: string, isAllowed: (url: URL) => boolean): boolean {
	// What a URL parser would silently take out or turn round, others may read differently.
	if (/[\s\\\p{Cc}]/u.test(text) || !/^https?:\/\/[^/]/i.test(text)) return false;
	const url = URL.parse(text);
	if (!url || url.username !== '' || url.password !== '') return false;
	return isAllowed(url) || (url.protocol === 'https:' && isPublicHost(url.hostname));
}

function isPublicHost(host: string): boolean {
	const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	// An IPv4 address inside of an IPv6 one has a range of its own there.
	if (ipaddr.isValid(name)) return ipaddr.parse(name).range() === 'unicast';
	return name.includes('.') && !PRIVATE_NAME.test(name);
}
