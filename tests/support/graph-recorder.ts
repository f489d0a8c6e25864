import { createServer, type IncomingHttpHeaders, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call as it came, its query and body included. */
export type Recorded = {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
};

/** Answers in Meta's place. @param token the one that came with the call */
export type Pretender = (outgoing: ServerResponse, token: string, call: Recorded) => void;

export type GraphRecorder = Awaited<ReturnType<typeof startRecorder>>;

/**
 * Stands between Mooring and the simulator, as the Graph's address: keeps what was sent, holds
 * answers back while a test wants that, and adds headers that nobody may see.
 */
export async function startRecorder() {
	let target = '';
	let calls: Recorded[] = [];
	let held: Promise<void> | null = null;
	let release: () => void = () => undefined;
	const added: Record<string, string> = {};
	let pretender: Pretender | null = null;

	const server = createServer((incoming, outgoing) => {
		const { method = '', url = '', headers } = incoming;
		const pieces: Buffer[] = [];
		incoming.on('data', (piece: Buffer) => pieces.push(piece));
		incoming.on('end', () => {
			const body = Buffer.concat(pieces);
			const call = { method, url, headers, body: body.toString() };
			calls.push(call);
			if (pretender) return pretender(outgoing, tokenIn(call), call);
			const onward = request(target + url, { method, headers }, (answer) => {
				void (held ?? Promise.resolve()).then(() => {
					outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...added });
					answer.pipe(outgoing);
					answer.on('error', () => outgoing.destroy());
				});
			});
			onward.on('error', () => incoming.socket.destroy());
			onward.end(body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		leadTo: (address: string) => (target = address),
		/** What came since this was asked last. */
		taken: () => {
			const since = calls;
			calls = [];
			return since;
		},
		/** From now on no answer goes back before the function that this gives is called. */
		hold: () => {
			held = new Promise((resolve) => (release = resolve));
			return () => {
				held = null;
				release();
			};
		},
		/** Nobody listens any more, until the function that this gives is called. */
		vanish: async () => {
			const { port } = server.address() as AddressInfo;
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			return () =>
				new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
		},
		/** Answers instead of the simulator from now on; null: it answers again. */
		pretend: (instead: Pretender | null) => (pretender = instead),
		/** Headers on every answer from now on. */
		add: (headers: Record<string, string>) => Object.assign(added, headers),
		close: () => {
			release();
			server.closeAllConnections();
			return new Promise((resolve) => server.close(resolve));
		}
	};
}

/** As the relay sends it: in the query, or in the body of a POST. */
const tokenIn = ({ url, body }: Recorded) =>
	new URL(url, 'http://meta').searchParams.get('access_token') ??
	new URLSearchParams(body).get('access_token') ??
	'';
