import { FETCHER, isAllowedBy } from './robots.ts';

/** Longer than Meta waits for a picture. */
const PATIENCE_MS = 10_000;

/** What was found at an address, or why nothing was. */
export type Fetched =
	| { bytes: Uint8Array<ArrayBuffer>; type: string }
	| { problem: 'unreachable' | 'late' | 'too_large' };

/**
 * Fetches a picture or a film as Meta's crawler does: robots.txt first, no redirect, no more than
 * `most` bytes, 10 seconds.
 */
export async function fetchMedia(address: string, most: number): Promise<Fetched> {
	const url = URL.canParse(address) ? new URL(address) : null;
	if (!url || !/^https?:$/.test(url.protocol)) return { problem: 'unreachable' };
	const signal = AbortSignal.timeout(PATIENCE_MS);
	const ask = (target: URL) =>
		fetch(target, { redirect: 'manual', signal, headers: { 'user-agent': FETCHER } });
	try {
		const robots = await ask(new URL('/robots.txt', url));
		const rules = robots.ok ? await robots.text() : (await robots.body?.cancel(), '');
		if (!isAllowedBy(rules, url.pathname + url.search)) return { problem: 'unreachable' };
		const answer = await ask(url);
		if (answer.status !== 200 || !answer.body) {
			await answer.body?.cancel();
			return { problem: 'unreachable' };
		}
		const bytes = await bounded(answer.body, most);
		if (!bytes) return { problem: 'too_large' };
		return { bytes, type: answer.headers.get('content-type') ?? '' };
	} catch {
		return { problem: signal.aborted ? 'late' : 'unreachable' };
	}
}

async function bounded(
	body: ReadableStream<Uint8Array>,
	most: number
): Promise<Uint8Array<ArrayBuffer> | null> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for await (const part of body) {
		length += part.byteLength;
		if (length > most) return null;
		parts.push(part);
	}
	return new Uint8Array(Buffer.concat(parts));
}
