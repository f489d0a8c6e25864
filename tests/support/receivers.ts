import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** One mail that arrived. */
export type Mail = { to: string; subject: string; text: string; html: string; raw: string };

/** A mail server on loopback. `refuses`: addresses that it takes nothing for. */
export async function startMailServer() {
	const mails: Mail[] = [];
	const refuses = new Set<string>();
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onRcptTo: ({ address }, _session, done) => {
			if (!refuses.has(address)) return done();
			done(Object.assign(new Error('no such address'), { responseCode: 550 }));
		},
		onData: (stream, session, done) => {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				const raw = Buffer.concat(parts).toString();
				void simpleParser(raw).then(({ subject = '', text = '', html }) => {
					const to = session.envelope.rcptTo[0]?.address ?? '';
					mails.push({ to, subject, text, html: html || '', raw });
					done();
				});
			});
		}
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.server.address() as AddressInfo;
	return {
		mails,
		refuses,
		url: `smtp://127.0.0.1:${String(port)}`,
		close: () => new Promise<void>((closed) => server.close(() => closed()))
	};
}

/** One request that arrived. */
export type Got = { path: string; method: string; headers: Record<string, string>; body: string };

/** An HTTP receiver on loopback; with `hangs` it takes requests and answers none. */
export async function startReceiver() {
	const got: Got[] = [];
	const behaviour = { status: 204, hangs: false };
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (part: Buffer) => (body += part.toString()));
		request.on('end', () => {
			const { url: path = '', method = '' } = request;
			got.push({ path, method, headers: plain(request.headers), body });
			if (!behaviour.hangs) response.writeHead(behaviour.status).end();
		});
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	return {
		got,
		behaviour,
		host,
		url: `http://${host}`,
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	};
}

const plain = (headers: IncomingHttpHeaders) =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
