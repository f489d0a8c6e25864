import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../tests/support/instance.ts';
import { checkPort } from './free-port.mjs';

test('a free port is still free after the question', async () => {
	const address = { host: '127.0.0.1', port: await freePort() };
	await checkPort(address);
	await expect(checkPort(address)).resolves.toBeUndefined();
});

test('a port in use is told in one sentence', async () => {
	const other = createServer();
	const port = await freePort();
	await new Promise((resolve) => other.listen(port, '127.0.0.1', () => resolve(undefined)));
	const asked = checkPort({ host: '127.0.0.1', port });
	await expect(asked).rejects.toThrow(`Port ${String(port)} is in use`);
	await new Promise((resolve) => other.close(resolve));
});
