import { isIP } from 'node:net';
import { isLoopback, isPrivateHost } from '../settings/origin.ts';
import type { Settings } from '../settings/settings.ts';
import { PROXY_HEADERS } from '../setup/proxy.ts';

/** Headers by their names in small letters, as Node has them. */
export type ReceivedHeaders = Record<string, string | string[] | undefined>;

export type Reached = Pick<Settings, 'origin' | 'port' | 'addressHeader'>;

/**
 * Who named another Host than ORIGIN's: the visitor, who typed it; a proxy in front, which asks
 * under a name of its own or leaves the port out; or one of the two, where nothing tells which.
 */
export type Misnamer = 'visitor' | 'proxy' | 'unknown';

const MARKS = [...PROXY_HEADERS, 'via', 'x-forwarded-server', 'x-original-host'];

/** Judges a request whose Host is not ours: by what proxies add, and by the names they ask under. */
export function misnamerOf(headers: ReceivedHeaders, reached: Reached): Misnamer {
	const { origin } = reached;
	const host = split(text(headers['host']));
	const typed = hostsBefore(headers).map(split);
	const isForwarded = MARKS.some((name) => headers[name] !== undefined);
	const isProxied = isForwarded || needsProxy(reached);
	if (typed.some(({ name }) => name === origin.hostname)) return 'proxy';
	if (host.name === origin.hostname) return isProxied ? 'proxy' : 'unknown';
	// Another proxy before it may have misnamed it there already.
	if (typed.length > 0) return typed.every(isUpstreams) ? 'unknown' : 'visitor';
	// Typed on this machine, or what a bare proxy in front would send.
	if (isUpstreams(host)) return isProxied ? 'proxy' : 'unknown';
	return isForwarded ? 'unknown' : 'visitor';
}

/** Mooring speaks no TLS and listens at one port: another address than that is a proxy's. */
const needsProxy = ({ origin, port, addressHeader }: Reached) =>
	origin.protocol === 'https:' || Number(origin.port || 80) !== port || addressHeader !== null;

/** The Host that the browser sent, by what proxies say of it (RFC 7239 and the older names). */
function hostsBefore(headers: ReceivedHeaders): string[] {
	const forwarded = [...text(headers['forwarded']).matchAll(/host="?([^";,\s]+)/gi)];
	const older = [headers['x-forwarded-host'], headers['x-original-host']].map(text);
	return [...forwarded.map(([, host = '']) => host), ...older.flatMap((value) => value.split(','))]
		.map((host) => host.trim())
		.filter((host) => host !== '');
}

/** Whether a proxy's configuration names a machine behind it so: not how people type addresses. */
function isUpstreams({ name, port }: { name: string; port: number | null }) {
	if (isLoopback(name) || /^[a-z0-9_-]+$/.test(name)) return true;
	return port !== null && (isPrivateHost(name) || isIP(name.replace(/^\[|\]$/g, '')) === 6);
}

function split(host: string) {
	const [, name = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(host.toLowerCase()) ?? [];
	return { name, port: port === undefined ? null : Number(port) };
}

const text = (value: string | string[] | undefined) =>
	Array.isArray(value) ? value.join(',') : (value ?? '');
