import { isIPv4 } from 'node:net';

/** Who asks for a passkey: in WebAuthn's words the relying party. */
export type RelyingParty = {
	/** ORIGIN's host name; browsers bind a passkey to it, whatever the port. */
	id: string;
	/** What browsers say where an answer was given. */
	origin: string;
};

/** Why no passkey can be used at an ORIGIN. */
type PasskeyObstacle = 'plain_http' | 'ip_address';

/**
 * Who asks for passkeys at this ORIGIN, or why browsers let nobody do so: they want a secure context
 * and a domain (Web Authentication Level 3, section 5.1.3; `localhost` counts as both).
 */
function relyingParty(origin: URL): RelyingParty | PasskeyObstacle {
	const { protocol, hostname } = origin;
	if (isIPv4(hostname) || hostname.startsWith('[')) return 'ip_address';
	if (protocol !== 'https:' && hostname !== 'localhost') return 'plain_http';
	return { id: hostname, origin: origin.origin };
}

/** What is in the way of passkeys at this ORIGIN; null: nothing. */
export function obstacleAt(origin: URL): PasskeyObstacle | null {
	const party = relyingParty(origin);
	return typeof party === 'string' ? party : null;
}

/** Who asks for passkeys at this ORIGIN; null where something is in the way. */
export function partyOf(origin: URL): RelyingParty | null {
	const party = relyingParty(origin);
	return typeof party === 'string' ? null : party;
}
