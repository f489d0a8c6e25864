import ipaddr from 'ipaddr.js';
import { isIPv4 } from 'node:net';
import type { Environment } from './environment.ts';
import { givenPort } from './numbers.ts';
import type { Practice } from './practice.ts';

/** `isKnown` is false where ORIGIN cannot work: then nothing is compared with it. */
export type Origin = { url: URL; isKnown: boolean; notices: string[] };

/** The public address: https, but for this machine itself and, when allowed, a private network. */
export function publicOrigin(source: Environment, practice: Practice | null): Origin {
	const mayUseLan = source.flag('ALLOW_LAN_HTTP');
	const port = givenPort(source) || (practice ? 4173 : 3000);
	const unset = new URL(`http://localhost:${String(port)}`);
	const text = source.text('ORIGIN');
	if (text === undefined) return { url: unset, isKnown: !source.isSet('ORIGIN'), notices: [] };
	const { url, problem } = parseOrigin(text, 'ORIGIN');
	if (!url) {
		source.problem(problem);
		return { url: unset, isKnown: false, notices: [] };
	}
	if (practice && url.hostname !== 'localhost') {
		source.problem('ORIGIN must be on localhost when PRACTICE=1; remove it to practise.');
	}
	const isLanHttp = url.protocol === 'http:' && !isThisMachine(url.hostname);
	if (isLanHttp) checkLan(source, url, mayUseLan);
	return { url, isKnown: true, notices: isLanHttp ? [LAN_NOTICE] : [] };
}

const LAN_NOTICE =
	'This Mooring is reached by plain http: whoever shares its network can read along and take over a session.';

function checkLan(source: Environment, url: URL, mayUseLan: boolean) {
	if (!isPrivateHost(url.hostname)) {
		source.problem(
			'ORIGIN must begin with https://; plain http is for localhost and, with ALLOW_LAN_HTTP=1, for private networks only.'
		);
	} else if (!mayUseLan) {
		source.problem(
			'ORIGIN must begin with https://; set ALLOW_LAN_HTTP=1 to allow plain http in your private network.'
		);
	}
}

/**
 * A slash at the end is forgiven; more than scheme, host and port is not.
 * @param name of the setting, for the sentence that says what is wrong
 */
export function parseOrigin(text: string, name: string) {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (!url || !/^https?:\/\/[^/]/i.test(text)) {
		return { problem: `${name} must be a whole address, such as https://mooring.example.org.` };
	}
	if (url.href !== `${url.origin}/`) {
		return {
			problem: `${name} must be scheme, host and port alone, without a path, a query or a user name: https://mooring.example.org.`
		};
	}
	return { url, problem: '' };
}

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
	return isIPv4(host) && ipaddr.parse(host).range() === 'private';
}
