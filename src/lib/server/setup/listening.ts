import { isIP } from 'node:net';
import { isLoopback } from '../settings/origin.ts';
import type { Settings } from '../settings/settings.ts';
import { type Check, warning, wrong } from './check.ts';
import { proxyHeaderIn } from './proxy.ts';

type Listening = Pick<Settings, 'origin' | 'host' | 'port' | 'addressHeader'>;

/** Why nobody is served at ORIGIN, and what to do. */
type Unserved = Pick<Check, 'title' | 'sentence'> & {
	cure: string;
	/** False where something that Mooring does not see may lead there. */
	isCertain: boolean;
};

const EVERYWHERE = ['0.0.0.0', '::'];

/**
 * Whether ORIGIN, which is printed and linked to, is an address at which Mooring does not listen.
 * null: it does, or a proxy leads there, which an https ORIGIN or ADDRESS_HEADER says.
 */
export function unserved({ origin, host, port, addressHeader }: Listening): Unserved | null {
	if (origin.protocol === 'https:' || addressHeader !== null) return null;
	const wanted = hostFor(origin.hostname.replace(/^\[|\]$/g, ''), host.toLowerCase());
	if (Number(origin.port || 80) !== port) {
		return {
			title: 'Mooring listens on another port than ORIGIN says',
			sentence: `ORIGIN is ${origin.origin}, and Mooring listens on ${host}, port ${String(port)}.`,
			cure: `Remove PORT${wanted === null ? '' : ` and set HOST=${wanted}`}, unless a proxy leads there (then set ADDRESS_HEADER) or a container's port does.`,
			isCertain: false
		};
	}
	if (wanted === null) return null;
	const toNobody =
		wanted === '0.0.0.0' && isLoopback(host) ? ', which no other machine reaches' : '';
	return {
		title: 'Mooring does not listen at ORIGIN',
		sentence: `ORIGIN is ${origin.origin}, and Mooring listens on ${host} alone${toNobody}.`,
		cure: `Set HOST=${wanted} and start Mooring again, unless a proxy leads there (then set ADDRESS_HEADER).`,
		isCertain: true
	};
}

/** The same as one line for a terminal. */
export function unservedLine(listening: Listening): string | null {
	const found = unserved(listening);
	return found && `${found.sentence} ${found.cure}`;
}

/** Only where something is to say: that it listens where it should is nothing new. */
export function listeningChecks(listening: Listening, headers: Headers | null): Check[] {
	const found = headers && proxyHeaderIn(headers) ? null : unserved(listening);
	if (!found) return [];
	const { isCertain, ...words } = found;
	return [isCertain ? wrong('listening', words) : warning('listening', words)];
}

/** What HOST has to be for ORIGIN's name; null where it may stay, because it fits or only DNS knows. */
function hostFor(name: string, host: string): string | null {
	if (host === name) return null;
	if (isLoopback(name)) return leadsTo(host, name) ? null : isIP(name) === 6 ? '::1' : '127.0.0.1';
	if (EVERYWHERE.includes(host)) return null;
	const isOtherAddress = isIP(name) !== 0 && isIP(host) !== 0;
	return isLoopback(host) || isOtherAddress ? '0.0.0.0' : null;
}

/** Whether this machine's own name or address leads to where Mooring listens. */
function leadsTo(host: string, name: string) {
	if (host === '::' || isIP(host) === 0) return true;
	if (isIP(name) === 6) return false;
	return host === '0.0.0.0' || (isIP(name) === 0 && ['127.0.0.1', '::1'].includes(host));
}
