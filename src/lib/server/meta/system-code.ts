import { isIP } from 'node:net';
import { AT_PROXY, DNS_BLOCKED } from '../problems/network.ts';

/**
 * The system's, OpenSSL's or undici's own code of a failed fetch, such as ECONNREFUSED, or null.
 * Where the host's name led to this machine or nowhere it is DNS_BLOCKED: so do DNS blockers answer.
 * Where a proxy is the cause it begins with PROXY_, and ends in the status that the proxy answered.
 */
export function systemCodeOf(error: unknown, url: URL): string | null {
	const causes = causesOf(error);
	if (causes.some((cause) => leadsNowhere(cause, url))) return DNS_BLOCKED;
	const refused = causes.map(proxyAnswer).find(Boolean);
	if (refused) return AT_PROXY + refused;
	const codes = causes.map(({ code }) => code).filter((code) => typeof code === 'string');
	const code = codes.find((text) => /^[A-Z][A-Z0-9_]{2,40}$/.test(text)) ?? null;
	return code !== null && causes.some((cause) => isOnTheWayToProxy(cause, url))
		? AT_PROXY + code
		: code;
}

/** fetch has no code for it: `Proxy response (407) !== 200 when HTTP Tunneling`. */
const PROXY_ANSWER = /^Proxy response \((\d{3})\)/;

const proxyAnswer = ({ code, statusCode, message }: Failure) =>
	code === 'ERR_PROXY_TUNNEL' && typeof statusCode === 'number'
		? String(statusCode)
		: PROXY_ANSWER.exec(message)?.[1];

type Failure = Error & {
	code?: unknown;
	statusCode?: unknown;
	address?: unknown;
	port?: unknown;
	hostname?: unknown;
};

/** The cause and its own cause, and where several addresses were tried, each failure. */
function causesOf(error: unknown): Failure[] {
	const cause = error instanceof Error ? error.cause : undefined;
	if (!(cause instanceof Error)) return [];
	const each: unknown[] = cause instanceof AggregateError ? cause.errors : [];
	return [cause, ...[...each, cause.cause].filter((one) => one instanceof Error)];
}

const portOf = ({ protocol, port }: URL) => Number(port || (protocol === 'https:' ? 443 : 80));

/** Not a proxy on this machine, which has a port of its own; nor a host that is this machine. */
function leadsNowhere({ address, port }: Failure, url: URL) {
	const { hostname } = url;
	const isHere = hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
	return !isHere && port === portOf(url) && /^(0\.0\.0\.0|127\.|::1?$)/.test(String(address));
}

/** Another name was looked up than the one that was asked, or another port was called. */
const isOnTheWayToProxy = ({ hostname, port }: Failure, url: URL) =>
	(hostname !== undefined && hostname !== url.hostname) ||
	(typeof port === 'number' && port !== portOf(url));
