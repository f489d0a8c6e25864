import { isIPv4 } from 'node:net';

/** Names and addresses that never leave this machine. */
export const isThisMachine = (host: string) => ['localhost', '127.0.0.1', '[::1]'].includes(host);

/** Whatever leads to this machine itself: RFC 1122, 3.2.1.3, RFC 4291, 2.5.3, and what means all of it. */
export const isLoopback = (host: string) =>
	/(^|\.)localhost$/.test(host) ||
	['[::1]', '::1', '[::]', '::', '0.0.0.0'].includes(host) ||
	(isIPv4(host) && host.startsWith('127.'));

/** RFC 1918 addresses, and the names that home networks use (RFC 6762, RFC 8375, `.lan`). */
export function isPrivateHost(host: string) {
	if (/.\.(local|lan|home\.arpa)$/.test(host)) return true;
	if (!isIPv4(host)) return false;
	const [first, second = 0] = host.split('.').map(Number);
	return (
		first === 10 ||
		(first === 172 && second >= 16 && second <= 31) ||
		(first === 192 && second === 168)
	);
}
