/** Why no answer came, in words: a clause, and what to do about it on this machine. */
export type Trouble = { code: string; words: string; cure: string };

/** What may pass by itself: Meta may be as much the cause as this machine. */
const PASSES =
	/^(PROXY_(5\d\d|ECONNRESET)|ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_(SOCKET|PRX_CONN|(HEADERS|BODY)_TIMEOUT))$/;

const PROXY =
	'Where this network has a proxy, set HTTPS_PROXY, such as http://proxy.example:3128; else look at the firewall.';
const PROXY_RUNS = 'Look whether HTTPS_PROXY is right, and whether the proxy runs.';
const CERTIFICATES =
	'If a firewall or virus scanner reads along, name its certificate in NODE_EXTRA_CA_CERTS and restart.';

const LASTS = "If it lasts, look at this machine's network.";

/** Our own code, beside the system's: a host of Meta's leads to this machine or nowhere. */
export const DNS_BLOCKED = 'DNS_BLOCKED';

/**
 * What begins our own codes where the proxy of HTTPS_PROXY is the cause: the status with which it
 * answered, or the system's code of the way to it.
 */
export const AT_PROXY = 'PROXY_';

/** Codes of Node (errno, OpenSSL) and undici. */
const TROUBLES: [RegExp, Omit<Trouble, 'code'>][] = [
	[
		/^DNS_BLOCKED$/,
		{
			words: 'this network answers for its name with an address that leads nowhere',
			cure: "Let Meta's hosts pass in the DNS blocker, such as Pi-hole or AdGuard."
		}
	],
	[
		/^PROXY_407$/,
		{
			words: 'the proxy asks for a name and a password',
			cure: 'Write them into HTTPS_PROXY: http://name:password@proxy.example:3128.'
		}
	],
	[
		/^PROXY_5\d\d$/,
		{ words: 'the proxy did not reach it either', cure: "Look at the proxy's own network." }
	],
	[
		/^PROXY_\d{3}$/,
		{ words: 'the proxy does not let it through', cure: "Let Meta's hosts pass in the proxy." }
	],
	[
		/^PROXY_(E[A-Z_]*(NOTFOUND|NODATA|NONAME|SERVFAIL)|EAI_)/,
		{ words: "the proxy's name is not known here", cure: 'Look whether HTTPS_PROXY is right.' }
	],
	[/^PROXY_/, { words: 'the proxy could not be reached', cure: PROXY_RUNS }],
	[/^UND_ERR_PRX_CONN$/, { words: 'the proxy cut the connection off', cure: PROXY_RUNS }],
	[
		/^ERR_INVALID_ARG_VALUE$/,
		{
			words: 'there is no encrypted way to a proxy without a name',
			cure: 'Name the proxy in HTTPS_PROXY, or begin its address with http://.'
		}
	],
	[/^ECONNREFUSED$/, { words: 'the connection was refused', cure: PROXY }],
	[
		/^(ENOTFOUND|ENODATA|ENONAME)$/,
		{ words: 'its name is not known here', cure: "Look at this machine's DNS." }
	],
	[
		/^(EAI_AGAIN|EAI_FAIL|ESERVFAIL|EAI_NODATA|EAI_NONAME)$/,
		{ words: 'no DNS server answers', cure: "Look at this machine's network and its DNS." }
	],
	[
		/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
		{
			words: 'its certificate is not valid at the time of this machine',
			cure: "Look whether this machine's clock is right."
		}
	],
	[
		/^ERR_TLS_CERT_ALTNAME_INVALID$/,
		{
			words: "somebody else's certificate came back",
			cure: 'Look at DNS and proxy: another machine answers in its place.'
		}
	],
	[
		/^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|INVALID_CA)/,
		{ words: 'its certificate comes from an authority unknown here', cure: CERTIFICATES }
	],
	[
		/^(ERR_SSL_|ERR_TLS_|EPROTO$)/,
		{ words: 'no encrypted connection could be agreed upon', cure: PROXY }
	],
	[
		/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/,
		{ words: 'no connection came about in time', cure: PROXY }
	],
	[
		/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/,
		{ words: 'there is no way there from here', cure: "Look at this machine's network." }
	],
	[
		/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/,
		{ words: 'the connection was cut off', cure: LASTS }
	],
	[/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/, { words: 'the answer did not come in time', cure: LASTS }]
];

/** The system's code in words, or null: it says nothing that would help. */
export function networkTrouble(code: string | null): Trouble | null {
	if (code === null) return null;
	const trouble = TROUBLES.find(([pattern]) => pattern.test(code))?.[1];
	return trouble ? { code, ...trouble } : null;
}

/** Whether it stays until somebody changes something here. */
export const staysUntilMended = (code: string | null) =>
	networkTrouble(code) !== null && !PASSES.test(code ?? '');
