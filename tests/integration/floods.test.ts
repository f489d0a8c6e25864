import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decidedRoutes, routeOf } from '../../src/lib/server/http/routes.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { head, onTheWire } from '../support/wire.ts';

const CLIENT = join(import.meta.dirname, '../../build/client');
/** A file that was there when the server started. */
const TAKEN_AWAY = `taken-away-${String(process.pid)}.txt`;

let instance: Instance;
let port: number;
let script: string;

beforeAll(async () => {
	writeFileSync(join(CLIENT, TAKEN_AWAY), 'soon gone');
	instance = await startInstance();
	port = Number(new URL(instance.origin).port);
	script = `/_app/immutable/chunks/${largestIn(join(CLIENT, '_app/immutable/chunks'))}`;
});
afterAll(async () => {
	rmSync(join(CLIENT, TAKEN_AWAY), { force: true });
	await instance.remove();
});

function largestIn(folder: string) {
	const size = (name: string) => statSync(join(folder, name)).size;
	const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
	return scripts.sort((a, b) => size(b) - size(a))[0] ?? '';
}

const isWell = async () => (await fetch(`${instance.origin}/healthz`)).status;
/** Only Linux tells them of another process. */
const descriptors = () => readdirSync(`/proc/${String(instance.pid())}/fd`).length;
const megabytes = () => {
	const status = readFileSync(`/proc/${String(instance.pid())}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function open(requests: string): Socket {
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => {});
	socket.pause();
	socket.write(requests);
	return socket;
}
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost:${String(port)}\r\n\r\n`;

it.runIf(process.platform === 'linux')(
	'a file that is asked for and not waited for is closed again',
	async () => {
		await isWell();
		const before = descriptors();
		for (let round = 0; round < 300; round += 1) {
			const socket = open(get(script));
			await pause(round % 4);
			socket.resetAndDestroy();
		}
		await expect.poll(descriptors).toBeLessThan(before + 20);
		expect(await isWell()).toBe(200);
	}
);

it('a file that was taken away is not there, and the server is', async () => {
	expect((await fetch(`${instance.origin}/${TAKEN_AWAY}`)).status).toBe(200);
	rmSync(join(CLIENT, TAKEN_AWAY));
	const response = await fetch(`${instance.origin}/${TAKEN_AWAY}`);
	expect(response.status).toBe(404);
	expect(response.headers.get('etag')).toBeNull();
	expect(await isWell()).toBe(200);
});

it.runIf(process.platform === 'linux')(
	'thousands of requests whose answers nobody reads cost little memory',
	async () => {
		const before = megabytes();
		const sockets = Array.from({ length: 60 }, () => open(get(script).repeat(1_000)));
		await pause(1_500);
		// What one answer each costs, and the garbage of a moment; unbounded it was 500.
		expect(megabytes() - before).toBeLessThan(200);
		expect(await isWell()).toBe(200);
		for (const socket of sockets) socket.destroy();
	}
);

it.each(decidedRoutes().filter((id) => routeOf(id)?.methods.includes('POST')))(
	'a body that cannot count is not waited for: POST %s',
	async (id) => {
		const path = id.replace('[provider=provider]', 'instagram').replace(/\[\w+\]/g, 'x');
		const headers = [
			`Host: localhost:${String(port)}`,
			`Origin: ${instance.origin}`,
			'X-CSRF: 1',
			'Content-Type: application/x-www-form-urlencoded',
			'Transfer-Encoding: chunked'
		];
		const { status } = await onTheWire(port, `${head(`POST ${path}`, headers)}3\r\na=b\r\n`);
		expect([303, 400, 401, 403, 404]).toContain(status);
	}
);

it('a range that makes no sense gets the whole file', async () => {
	const response = await fetch(instance.origin + script, { headers: { range: 'bytes=5-1' } });
	expect(response.status).toBe(200);
	expect((await response.text()).length).toBeGreaterThan(100);
});

it('six thousand pages asked for at once keep nobody from hearing that it is well', async () => {
	const sockets = Array.from({ length: 200 }, () => open(get('/').repeat(30)));
	await pause(100);
	const began = performance.now();
	expect(await isWell()).toBe(200);
	// It was 17 s; this machine may be busy with other tests.
	expect(performance.now() - began).toBeLessThan(5_000);
	for (const socket of sockets) socket.destroy();
	expect(await isWell()).toBe(200);
});

it('a reader of its log that stops holds nobody up', async () => {
	instance.holdOutput(true);
	for (let round = 0; round < 50; round += 1) {
		const requests = Array.from({ length: 50 }, () => fetch(`${instance.origin}/api/user`));
		for (const { status } of await Promise.all(requests)) expect(status).toBe(401);
	}
	expect(await isWell()).toBe(200);
	instance.holdOutput(false);
	const lines = () => instance.output().match(/"route":"\/api\/user"/g)?.length;
	await expect.poll(lines).toBe(2_500);
});
