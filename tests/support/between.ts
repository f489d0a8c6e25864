import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Which call of Mooring's this is. */
export type Step = 'container' | 'list' | 'publish' | 'status' | 'other';

/** What is to happen around one call; each may kill the server, or change the simulator. */
export type Around = {
	/** Before the simulator gets it; `false`: it never does. */
	before?: () => boolean | void;
	/** The simulator has answered, and Mooring has not heard. `false`: it never does. */
	between?: () => boolean | void;
	/** The answer went out. */
	after?: () => void;
};

export type Between = { url: string; close(): Promise<void> };

function stepOf({ method, url = '' }: IncomingMessage): Step {
	const path = url.split('?')[0] ?? '';
	if (method === 'POST') {
		if (path.endsWith('/media_publish')) return 'publish';
		return path.endsWith('/media') ? 'container' : 'other';
	}
	if (path.endsWith('/media')) return 'list';
	return /\/\d+$/.test(path) ? 'status' : 'other';
}

/** Stands between Mooring and the simulator, and passes everything on as it came. */
export async function startBetween(
	around: (step: Step, body: string) => Around
): Promise<Between & { leadTo(url: string): void }> {
	let target = '';

	async function pass(incoming: IncomingMessage, answer: ServerResponse) {
		const pieces: Buffer[] = [];
		for await (const piece of incoming) pieces.push(piece as Buffer);
		const body = Buffer.concat(pieces);
		const plan = around(stepOf(incoming), body.toString());
		if (plan.before?.() === false) return;
		const { method, url = '', headers } = incoming;
		const outgoing = request(target + url, { method, headers, agent: false }, (told) => {
			const parts: Buffer[] = [];
			told.on('data', (part: Buffer) => parts.push(part));
			told.on('error', () => answer.destroy());
			told.on('end', () => {
				if (plan.between?.() === false) return;
				answer.writeHead(told.statusCode ?? 502, told.headers);
				answer.end(Buffer.concat(parts), plan.after);
			});
		});
		outgoing.on('error', () => answer.destroy());
		answer.on('close', () => outgoing.destroy());
		outgoing.end(body);
	}

	const server = createServer((incoming, answer) => {
		pass(incoming, answer).catch(() => answer.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		leadTo: (url) => (target = url),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}
