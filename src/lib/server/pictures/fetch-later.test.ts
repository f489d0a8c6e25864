import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AttemptWorld, attemptWorld } from '../../../../tests/support/attempt-world.ts';
import type { Log } from '../log.ts';
import { pictureKeeper } from './fetch-later.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and the rest', 'latin1');

let world: AttemptWorld;
let server: Server;
let url: string;
/** What the server waits for before it answers. */
let mayAnswer: Promise<void>;

beforeEach(async () => {
	world = attemptWorld();
	mayAnswer = Promise.resolve();
	server = createServer((_request, response) => void mayAnswer.then(() => response.end(PNG)));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterEach(async () => {
	await new Promise((resolve) => server.close(resolve));
	await world.close();
});

const keeper = () => {
	const log = { warn: vi.fn() } as unknown as Log;
	return pictureKeeper({ db: world.db, dataDir: world.folder, hosts: [url], log });
};
const kept = () => readdir(join(world.folder, 'pictures'));

test('keeps the picture of a connection, and drops those of none', async () => {
	const { connectionId } = await world.claim();
	const pictures = keeper();
	pictures.fetchLater(connectionId, `${url}/a.png`);
	await pictures.stop();
	await pictures.dropOrphans();
	expect(await kept()).toEqual([connectionId]);
	await world.db.deleteFrom('connections').execute();
	await pictures.dropOrphans();
	expect(await kept()).toEqual([]);
});

test('keeps none of a connection that was deleted while it was fetched', async () => {
	const { connectionId } = await world.claim();
	let answer: () => void = () => undefined;
	mayAnswer = new Promise((resolve) => (answer = resolve));
	const pictures = keeper();
	pictures.fetchLater(connectionId, `${url}/a.png`);
	await world.db.deleteFrom('connections').execute();
	await pictures.dropOrphans();
	answer();
	await pictures.stop();
	expect(await kept()).toEqual([]);
});
