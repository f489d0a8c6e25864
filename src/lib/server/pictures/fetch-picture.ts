import { createHash } from 'node:crypto';
import { seconds } from '../clock.ts';
import { readLimited } from '../meta/request.ts';

/** `timeoutMs` is for everything, the last byte included; `maxBytes` counts decoded ones. */
export type PictureBounds = { timeoutMs: number; maxBytes: number };

/** For the picture of an account. */
const SMALL: PictureBounds = { timeoutMs: seconds(5), maxBytes: 5_000_000 };

export type Picture = {
	bytes: Uint8Array;
	type: 'image/jpeg' | 'image/png' | 'image/webp';
	/** A text that changes with the bytes. */
	version: string;
};

/** Where pictures may come from: `hosts` are the addresses that stand for Meta's. */
export type PictureSource = {
	hosts: readonly string[];
	bounds?: PictureBounds;
	fetch?: typeof globalThis.fetch;
};

/**
 * Fetches a picture from Meta's hosts, once. Meta's links end within days, and asking them from the
 * browser would tell Meta who looks.
 * @returns null for any other host, kind of file or answer: a picture is never worth an error
 */
export async function fetchPicture(
	url: string,
	{ hosts, bounds = SMALL, fetch = globalThis.fetch }: PictureSource
): Promise<Picture | null> {
	const address = URL.canParse(url) ? new URL(url) : null;
	if (address === null || !isMetas(address, hosts)) return null;
	const bytes = await receive(address, bounds, fetch).catch(() => null);
	const type = bytes && typeOf(bytes);
	if (bytes === null || type === null) return null;
	const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
	return { bytes, type, version };
}

/** Meta's picture hosts by https, and what is configured in their place, scheme and port included. */
function isMetas(url: URL, hosts: readonly string[]): boolean {
	if (url.username !== '' || url.password !== '') return false;
	if (hosts.some((address) => new URL(address).origin === url.origin)) return true;
	return (
		url.protocol === 'https:' &&
		url.port === '' &&
		/\.(cdninstagram\.com|fbcdn\.net)$/.test(url.hostname)
	);
}

async function receive(url: URL, bounds: PictureBounds, fetch: typeof globalThis.fetch) {
	const response = await fetch(url, {
		headers: { 'accept-encoding': 'identity', 'user-agent': 'Mooring' },
		redirect: 'manual',
		signal: AbortSignal.timeout(bounds.timeoutMs)
	});
	if (response.status === 200) return readLimited(response, bounds.maxBytes);
	await response.body?.cancel();
	return null;
}

/** By the first bytes alone: what the answer calls itself may be a lie, and SVG can hold scripts. */
function typeOf(bytes: Uint8Array): Picture['type'] | null {
	const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
	if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
	if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
	if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'image/webp';
	return null;
}
