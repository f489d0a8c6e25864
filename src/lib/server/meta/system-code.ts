import { isIP } from 'node:net';
import { DNS_BLOCKED } from '../problems/network.ts';

/**
 * The system's, OpenSSL's or undici's own code of a failed fetch, such as ECONNREFUSED, or null.
 * Where the host's name led to this machine or nowhere it is DNS_BLOCKED: so do DNS blockers answer.
 */
export function systemCodeOf(error: unknown, url: URL): string | null {
	const causes = causesOf(error);
	if (causes.some((cause) => leadsNowhere(cause, url))) return DNS_BLOCKED;
	const codes = causes.map(({ code }) => code).filter((code) => typeof code === 'string');
	return codes.find((code) => /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) ?? null;
}

type Failure = Error & { code?: unknown; address?: unknown; port?: unknown };

/** The cause, and where several addresses were tried, each failure. */
function causesOf(error: unknown): Failure[] {
	const cause = error instanceof Error ? error.cause : undefined;
	if (!(cause instanceof Error)) return [];
	const each: unknown[] = cause instanceof AggregateError ? cause.errors : [];
	return [cause, ...each.filter((one) => one instanceof Error)];
}

/** Not a proxy on this machine, which has a port of its own; nor a host that is this machine. */
function leadsNowhere({ address, port }: Failure, { hostname, protocol, port: asked }: URL) {
	const isHere = hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
	const expected = Number(asked || (protocol === 'https:' ? 443 : 80));
	return !isHere && port === expected && /^(0\.0\.0\.0|127\.|::1?$)/.test(String(address));
}
