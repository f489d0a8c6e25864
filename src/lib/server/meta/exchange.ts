import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OUR_HEADERS, type Request } from './request.ts';

/** What came back, before anybody judges it. */
export type Reply = {
	status: number;
	headers: Pick<Headers, 'get'>;
	/** null: it was longer than asked for, or a redirect, which nobody reads. */
	bytes: Uint8Array | null;
};

/** Told by an exchange how far it came. */
export type Progress = {
	/** From here on something may have gone out: until then it is certain that nothing did. */
	sent(): void;
	/** The head of an answer is there. */
	answered(): void;
};

/** Sends one request, once. `signal` ends it at any time. */
export type Exchange = (
	request: Omit<Request, 'timeoutMs' | 'heard'>,
	bounds: { mostBytes: number; signal: AbortSignal },
	progress: Progress
) => Promise<Reply>;

/**
 * Over Node's own client: a third of what fetch costs, and it tells whether anything went out. It goes
 * by Node's global agents, for which a proxy of the environment holds as it does for fetch
 * (nodejs.org, "HTTP", Built-in Proxy Support), and which keep connections.
 */
export const overNode: Exchange = ({ method, url, form }, { mostBytes, signal }, progress) =>
	new Promise((resolve, reject) => {
		const body = form?.toString();
		const send = url.protocol === 'https:' ? overHttps : overHttp;
		const headers = { ...OUR_HEADERS, ...(body === undefined ? {} : FORM) };
		const request = send(url, { method, headers, signal });
		request.once('error', reject);
		request.once('socket', (socket) => {
			whenReady(socket, url.protocol === 'https:', () => progress.sent());
		});
		request.once('response', (response) => {
			progress.answered();
			const { statusCode: status = 0 } = response;
			const told = { get: (name: string) => headerOf(response, name) };
			if (status >= 300 && status < 400) {
				response.destroy();
				return resolve({ status, headers: told, bytes: null });
			}
			readWhole(response, mostBytes).then(
				(bytes) => resolve({ status, headers: told, bytes }),
				reject
			);
		});
		request.end(body);
	});

const FORM = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };

/**
 * Calls back before the first byte of a request can go out on this socket. A tunnel through a proxy
 * that failed hands over the proxy's own socket, on which nothing of ours ever goes.
 */
function whenReady(socket: Socket, isSecret: boolean, ready: () => void) {
	if (!isSecret) {
		if (socket.connecting) socket.once('connect', ready);
		else ready();
	} else if (socket instanceof TLSSocket) {
		// Before our end of the handshake is out, no request is.
		if (socket.getFinished() === undefined) socket.once('secureConnect', ready);
		else ready();
	}
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
	const value = headers[name];
	return Array.isArray(value) ? value.join(', ') : (value ?? null);
}

/**
 * Counts decoded bytes: a compressed bomb is stopped where it would grow.
 * @returns null where there are more
 */
const readWhole = (response: IncomingMessage, most: number) =>
	new Promise<Uint8Array | null>((resolve, reject) => {
		const pieces: Buffer[] = [];
		let length = 0;
		const stream = decoded(response);
		stream.on('data', (piece: Buffer) => {
			length += piece.byteLength;
			if (length <= most) return void pieces.push(piece);
			response.destroy();
			resolve(null);
		});
		stream.once('end', () => resolve(inOne(pieces, length)));
		stream.once('error', reject);
		// What was cut off has an error, but not in every version of Node.
		stream.once('close', () => reject(new Error('cut off')));
	});

function inOne(pieces: Buffer[], length: number): Uint8Array {
	const [only] = pieces;
	const whole = pieces.length === 1 && only ? only : Buffer.concat(pieces, length);
	return new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
}

/** Nothing compressed is asked for, but a proxy may do it all the same (RFC 9110, section 8.4.1). */
function decoded(response: IncomingMessage): Readable {
	const decoder = DECODERS[headerOf(response, 'content-encoding')?.trim().toLowerCase() ?? '']?.();
	if (!decoder) return response;
	response.once('error', (error) => decoder.destroy(error));
	return response.pipe(decoder);
}

const DECODERS: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
	gzip: createGunzip,
	'x-gzip': createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress
};
