import { connect, type Socket } from 'node:net';

/**
 * A process of its own that sends what hostile clients send to an instance on this machine: bounded
 * in count, from loopback addresses that are nobody else's, and ended by itself.
 * `node tests/long/hostile-traffic.ts PORT ROUNDS SCRIPT`
 */
const [port = 0, rounds = 0] = process.argv.slice(2, 4).map(Number);
const script = process.argv[4] ?? '/';
const PAUSE_MS = 400;
const host = `Host: localhost:${String(port)}`;
const form = 'Content-Type: application/x-www-form-urlencoded';

const get = (path: string, ...more: string[]) =>
	`${[`GET ${path} HTTP/1.1`, host, ...more].join('\r\n')}\r\n\r\n`;
const post = (path: string, body: string, ...more: string[]) =>
	`${[`POST ${path} HTTP/1.1`, host, form, ...more].join('\r\n')}\r\n\r\n${body}`;
const sized = (path: string, body: string, ...more: string[]) =>
	post(path, body, `Content-Length: ${String(body.length)}`, ...more);
const chunked = (path: string, body: string) =>
	post(path, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`, 'Transfer-Encoding: chunked');

const HUGE = 'a&'.repeat(500_000);
const FORGED = `signed_request=${'x'.repeat(43)}.${Buffer.from('{"algorithm":"HMAC-SHA256"}').toString('base64url')}`;
const ours = `Origin: http://localhost:${String(port)}`;

const open = new Set<Socket>();
function send(text: string, isRead: boolean): Socket {
	const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.66' });
	open.add(socket);
	socket.on('error', () => {});
	socket.on('close', () => open.delete(socket));
	if (isRead) socket.resume();
	else socket.pause();
	socket.write(text);
	return socket;
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

for (let round = 0; round < rounds; round += 1) {
	const sockets = [
		...Array.from({ length: 20 }, () => send(get('/').repeat(20), false)),
		...Array.from({ length: 10 }, () => send(get(script).repeat(500), false)),
		...Array.from({ length: 30 }, () => send('', false)),
		...['/auth/instagram/deauthorize', '/connect/paste', '/connect/choose', '/logout'].flatMap(
			(path) => [
				send(sized(path, HUGE), true),
				send(sized(path, HUGE, ours), true),
				send(chunked(path, HUGE), true)
			]
		),
		...Array.from({ length: 5 }, () => send(sized('/auth/facebook/data-deletion', FORGED), true)),
		...Array.from({ length: 5 }, (_, at) =>
			send(get(`/auth/instagram/callback?code=forged&state=${String(round)}-${String(at)}`), true)
		),
		...Array.from({ length: 5 }, () => send(get('/auth/instagram/login'), true)),
		...Array.from({ length: 5 }, () => send(get(`/sign-in/${'0'.repeat(43)}`), true))
	];
	for (let at = 0; at < 40; at += 1) {
		const socket = send(get(script), false);
		await pause(at % 4);
		socket.resetAndDestroy();
	}
	await pause(PAUSE_MS);
	for (const socket of sockets) socket.destroy();
}
for (const socket of open) socket.destroy();
