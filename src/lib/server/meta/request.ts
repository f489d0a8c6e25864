import { type CallOver, outcomeOf, timing } from './call-over.ts';
import { CouldNotSend, UnexpectedAnswer } from './errors.ts';
import { systemCodeOf } from './system-code.ts';

/** Meta's token and profile answers have a few hundred bytes. */
const MAX_BYTES = 1_000_000;

export type Request = {
	method: 'GET' | 'POST' | 'DELETE';
	url: URL;
	/** Sent urlencoded as the body. */
	form?: URLSearchParams;
	/** For everything, the last byte of the answer included. */
	timeoutMs: number;
	/** Told of every answer that came whole, whatever it says. */
	heard?: Hearing;
};

/** Who listens to what Meta says beside its answers: of its limits. */
export type Hearing = (answer: { status: number; headers: Headers; bytes: Uint8Array }) => void;

export type Answer = { status: number; text: string };

/**
 * A call whose answer is read here. Once: trying again is the renewal's business.
 * @throws CouldNotSend no whole answer in time
 * @throws UnexpectedAnswer a redirect, which could carry secrets to elsewhere, or an endless body
 */
export async function send(
	request: Request,
	fetch = globalThis.fetch,
	over?: CallOver
): Promise<Answer> {
	const end = timing(request.url, over);
	const { status, headers, bytes } = await receive(request, fetch).catch((error: unknown) => {
		const failure = couldNotSend(error, request.url);
		end(failure.reason === 'timeout' ? 'timeout' : 'unreachable');
		throw failure;
	});
	end(bytes === null ? 'odd' : outcomeOf(status), headers);
	request.heard?.({ status, headers, bytes: bytes ?? new Uint8Array() });
	if (status >= 300 && status < 400) throw new UnexpectedAnswer('a redirect', status);
	if (bytes === null) throw new UnexpectedAnswer('more than 1 MB', status);
	return { status, text: new TextDecoder().decode(bytes) };
}

async function receive({ timeoutMs, ...request }: Request, fetch: typeof globalThis.fetch) {
	const response = await begin(request, AbortSignal.timeout(timeoutMs), fetch);
	const { status, headers } = response;
	return { status, headers, bytes: await readLimited(response, MAX_BYTES) };
}

/** All that Meta is told beside the call itself: nothing of a client's goes along. */
export const OUR_HEADERS = {
	accept: 'application/json',
	'accept-encoding': 'identity',
	'user-agent': 'Mooring'
} as const;

const begin = (
	{ method, url, form }: Omit<Request, 'timeoutMs'>,
	signal: AbortSignal,
	fetch: typeof globalThis.fetch
): Promise<Response> =>
	fetch(url, { method, body: form ?? null, headers: OUR_HEADERS, redirect: 'manual', signal });

function couldNotSend(error: unknown, url: URL): CouldNotSend {
	if (error instanceof Error && error.name === 'TimeoutError') return new CouldNotSend('timeout');
	const code = systemCodeOf(error, url);
	const isLate = code?.endsWith('_TIMEOUT') || code === 'ETIMEDOUT';
	return new CouldNotSend(isLate ? 'timeout' : 'network', code);
}

/**
 * Reads a whole body, counting decoded bytes: a compressed bomb is stopped where it would grow.
 * @returns null when it is longer than `maxBytes`; the rest is not fetched
 */
export async function readLimited(response: Response, maxBytes: number) {
	if (response.body === null) return new Uint8Array();
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of response.body) {
		length += piece.byteLength;
		// Leaving the loop cancels the stream and so closes the connection.
		if (length > maxBytes) return null;
		pieces.push(piece);
	}
	return new Uint8Array(Buffer.concat(pieces));
}
