import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** The connection under a request, for answers that break the rules of HTTP. */
export type Wire = { incoming: IncomingMessage; outgoing: ServerResponse };

/** Resets the connection (TCP RST) with nothing said. */
export function resetBeforeHeaders({ incoming }: Wire): Response {
	incoming.socket.resetAndDestroy();
	return RESPONSE_ALREADY_SENT;
}

/** Sends the headers, promises the whole body, gives half of it and resets. */
export async function resetAfterHeaders(wire: Wire, answer: Response): Promise<Response> {
	const bytes = Buffer.from(await answer.arrayBuffer());
	wire.outgoing.writeHead(answer.status, {
		...Object.fromEntries(answer.headers),
		'content-length': Math.max(bytes.length, 2)
	});
	const half = bytes.subarray(0, Math.floor(bytes.length / 2));
	await new Promise<void>((resolve) =>
		wire.outgoing.write(half.length ? half : ' ', () => resolve())
	);
	wire.incoming.socket.resetAndDestroy();
	return RESPONSE_ALREADY_SENT;
}

/** Says nothing until the other side gives up, or the simulator closes. */
export async function hang({ incoming }: Wire): Promise<Response> {
	await new Promise<void>((resolve) => {
		if (incoming.socket.destroyed) resolve();
		else incoming.socket.once('close', () => resolve());
	});
	return RESPONSE_ALREADY_SENT;
}
