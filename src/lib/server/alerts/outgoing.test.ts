import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import {
	type AddressInfo,
	connect,
	createServer as createTcp,
	isIPv4,
	type LookupFunction
} from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isNamedPrivate, post, PrivateAddress } from './outgoing.ts';
import { resultOf, troubleOf } from './post-result.ts';
import { isPublicAddress } from './public-address.ts';

const MESSAGE = { headers: { 'content-type': 'application/json' }, body: '{}' };

describe('the addresses of the public internet', () => {
	it.each(['93.184.216.34', '1.1.1.1', '2606:4700::1111', '2a00:1450::8a'])('%s is one', (ip) => {
		expect(isPublicAddress(ip)).toBe(true);
	});
	it.each([
		'127.0.0.1',
		'0.0.0.0',
		'10.0.0.1',
		'172.16.9.9',
		'192.168.1.1',
		'100.64.0.1',
		'169.254.169.254',
		'168.63.129.16',
		'192.0.0.192',
		'224.0.0.1',
		'255.255.255.255',
		'::',
		'::1',
		'::ffff:127.0.0.1',
		'::ffff:10.0.0.1',
		'::127.0.0.1',
		'64:ff9b::7f00:1',
		'64:ff9b:1::1',
		'2002:7f00:1::',
		'2001:0:1::1',
		'2001:db8::1',
		'fe80::1',
		'fc00::1',
		'fd00:ec2::254',
		'ff02::1',
		'localhost',
		''
	])('%s is none', (ip) => {
		expect(isPublicAddress(ip)).toBe(false);
	});
});

describe('OUTGOING_PRIVATE_HOSTS', () => {
	it.each([
		['http://ntfy.lan/a', true],
		['http://ntfy.lan:8080/a', true],
		['http://other.lan/a', false],
		['http://127.0.0.1:9000/', true],
		['http://127.0.0.1:9001/', false],
		['https://nas.lan/', true],
		['http://nas.lan/', false],
		['http://[::1]:9/', true]
	])('%s is named: %s', (address, isNamed) => {
		const hosts = ['ntfy.lan', '127.0.0.1:9000', 'nas.lan:443', '[::1]:9'];
		expect(isNamedPrivate(new URL(address), hosts)).toBe(isNamed);
	});
});

const servers: { close(): unknown }[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

async function receiver(
	answer: RequestListener
): Promise<{ url: URL; host: string; server: Server }> {
	const server = createServer(answer);
	servers.push({
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	return { url: new URL(`http://${host}/hook`), host, server };
}

describe('what is posted', () => {
	it('arrives where a private host is named, and nowhere else', async () => {
		const got = vi.fn();
		const { url, host } = await receiver((request, response) => {
			got(request.headers['content-type']);
			response.writeHead(204).end();
		});
		const named = { privateHosts: [host], hasProxy: false };
		expect(await post(named, url, MESSAGE)).toEqual({ status: 204, retryAfter: null });
		const closed = { privateHosts: [], hasProxy: false };
		await expect(post(closed, url, MESSAGE)).rejects.toThrow(PrivateAddress);
		const byName = new URL(`http://localhost:${url.port}/`);
		await expect(post(closed, byName, MESSAGE)).rejects.toThrow(PrivateAddress);
		expect(got).toHaveBeenCalledExactlyOnceWith('application/json');
	});

	it('does not wait for an answer that never ends, and follows none', async () => {
		const { url, host } = await receiver((_, response) => {
			response.writeHead(301, { location: 'http://127.0.0.1:1/' });
			setInterval(() => response.write('x'), 20).unref();
		});
		const answer = await post({ privateHosts: [host], hasProxy: false }, url, MESSAGE);
		expect(resultOf(answer, 0)).toMatchObject({ ok: false, mayRetry: true });
	});

	it.each([
		['whose head drips', 'HTTP/1.1 200 OK\r\n', 'x-drip: 1\r\n'],
		['that sends signs without an end and no head', '', 'x'],
		['that takes it and says nothing', '', '']
	])('gives a receiver %s 15 seconds and no more', async (_, begin, drip) => {
		const real = AbortSignal.timeout.bind(AbortSignal);
		const patience = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => real(400));
		let closed = 0;
		const server = createTcp((socket) => {
			socket.on('error', () => undefined);
			socket.once('data', () => {
				socket.write(begin);
				const timer = setInterval(() => drip && socket.write(drip), 20);
				socket.on('close', () => {
					closed += 1;
					clearInterval(timer);
				});
			});
		});
		servers.push(server);
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
		try {
			const sent = post(
				{ privateHosts: [host], hasProxy: false },
				new URL(`http://${host}/`),
				MESSAGE
			);
			const trouble = await sent.then(() => null, troubleOf);
			// Signs that are no head end it at once.
			expect(trouble).toMatchObject({ ok: false, mayRetry: true });
			expect(patience).toHaveBeenCalledWith(15_000);
			await expect.poll(() => closed).toBe(1);
			if (begin !== '' || drip === '') {
				expect(trouble).toMatchObject({ sentence: 'Nothing answered within 15 seconds.' });
			}
		} finally {
			patience.mockRestore();
		}
	});

	it('is refused where a name server gives another address the second time', async () => {
		const dialled = vi.fn();
		const target = createTcp(dialled);
		servers.push(target);
		await new Promise<void>((done) => target.listen(0, '127.0.0.1', done));
		const { port } = target.address() as AddressInfo;
		const names = await rebinding(['93.184.216.34', '127.0.0.1']);
		const { lookup } = names;
		const url = new URL(`http://rebinds.example:${String(port)}/`);
		// Checked before, as through a proxy, it is public still; when it is dialled it is not.
		await expect(post({ privateHosts: [], hasProxy: true, lookup }, url, MESSAGE)).rejects.toThrow(
			PrivateAddress
		);
		expect(names.asked()).toBe(2);
		expect(dialled).not.toHaveBeenCalled();
		// The same name leads there by the time that somebody looks.
		await new Promise<void>((done) => connect(port, '127.0.0.1', done).unref());
		await expect.poll(() => dialled.mock.calls.length).toBe(1);
	});

	it('is refused where one of several addresses is private', async () => {
		const lookup: LookupFunction = (_name, _options, done) =>
			done(null, [
				{ address: '93.184.216.34', family: 4 },
				{ address: '10.0.0.1', family: 4 }
			]);
		const deps = { privateHosts: [], hasProxy: false, lookup };
		await expect(post(deps, new URL('https://two.example/'), MESSAGE)).rejects.toThrow(
			PrivateAddress
		);
	});
});

describe('what came of it, in words', () => {
	it('410 ends it, 429 is heeded, and a date is understood', () => {
		const of = (status: number, retryAfter: string | null = null) =>
			resultOf({ status, retryAfter }, Date.UTC(2027, 0, 1));
		expect(of(202)).toEqual({ ok: true, sentence: 'Sent: its server answered 202.' });
		expect(of(410)).toMatchObject({ isGone: true, mayRetry: false });
		expect(of(429, '120')).toMatchObject({ askedToWait: 120_000, mayRetry: true });
		expect(of(503, 'Fri, 01 Jan 2027 00:01:00 GMT')).toMatchObject({ askedToWait: 60_000 });
		expect(of(500, 'soon')).toMatchObject({ askedToWait: null });
	});

	it('names no address', () => {
		const error = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:80'), {
			code: 'ECONNREFUSED'
		});
		expect(troubleOf(error).sentence).toBe('It could not be reached: the connection was refused.');
		expect(troubleOf(new PrivateAddress()).sentence).toContain('OUTGOING_PRIVATE_HOSTS');
	});
});

/** A name server on loopback that gives each answer once, and the last one from then on (RFC 1035). */
async function rebinding(addresses: string[]) {
	let asked = 0;
	const socket = createSocket('udp4', (query, from) => {
		const end = query.indexOf(0, 12) + 5;
		const isA = query.readUInt16BE(end - 4) === 1;
		const address = addresses[Math.min(asked, addresses.length - 1)] ?? '';
		if (isA) asked += 1;
		const head = Buffer.from(query.subarray(0, 12));
		head.writeUInt16BE(0x8180, 2);
		head.writeUInt16BE(isA ? 1 : 0, 6);
		head.writeUInt32BE(0, 8);
		const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]);
		const answer = isA ? [record, Buffer.from(address.split('.').map(Number))] : [];
		socket.send(Buffer.concat([head, query.subarray(12, end), ...answer]), from.port, from.address);
	});
	servers.push(socket);
	await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
	const resolver = new Resolver({ timeout: 1_000, tries: 1 });
	resolver.setServers([`127.0.0.1:${String(socket.address().port)}`]);
	const lookup: LookupFunction = (name, _options, done) => {
		resolver.resolve4(name, (error, found) =>
			done(
				error,
				(found ?? []).map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }))
			)
		);
	};
	return { lookup, asked: () => asked };
}
