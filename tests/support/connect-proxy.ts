import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy on this machine, and what it was asked to lead to. */
export type ConnectProxy = {
	url: string;
	/** `host:port` of each CONNECT, and the address of each other request. */
	asked: string[];
	/** What it answers from now on: a status, or the port of this machine that everything leads to. */
	answer(what: { status: number } | { port: number }): void;
	close(): void;
};

export async function connectProxy(): Promise<ConnectProxy> {
	const asked: string[] = [];
	const open = new Set<Socket>();
	let answer: { status: number } | { port: number } = { status: 502 };
	const server = createServer(({ url = '' }, response) => {
		asked.push(url);
		response.writeHead(502).end();
	});
	server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
		asked.push(url);
		socket.on('error', () => socket.destroy());
		if ('status' in answer) return socket.end(`HTTP/1.1 ${String(answer.status)} No\r\n\r\n`);
		const onward = connect(answer.port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			onward.pipe(socket).pipe(onward);
		});
		for (const end of [onward, socket]) {
			open.add(end);
			end.on('error', () => end.destroy());
			end.on('close', () => open.delete(end));
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		asked,
		answer: (what) => (answer = what),
		close: () => {
			for (const socket of open) socket.destroy();
			server.close();
		}
	};
}
