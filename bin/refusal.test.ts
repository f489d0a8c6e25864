import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../tests/support/instance.ts';
import { StartError } from './environment.mjs';
import { checkPort, listenSentence, refusalOf } from './refusal.mjs';

test.each([
	['EADDRINUSE', 'Port 4950 is in use'],
	['EACCES', 'Port 4950 is not allowed'],
	['EADDRNOTAVAIL', 'HOST is no address of this machine'],
	['EMFILE', 'cannot listen on port 4950 (EMFILE)']
])('%s is told in one sentence', (code, expected) => {
	const sentence = listenSentence(Object.assign(new Error('x'), { code }), 4950, 'PORT');
	expect(sentence).toContain(expected);
	expect(sentence).not.toContain('\n');
});

test('an error for people is its sentence alone, any other one brings its stack', () => {
	expect(refusalOf(new StartError('The key is wrong.'))).toBe('The key is wrong.');
	expect(refusalOf(new TypeError('x'))).toContain('refusal.test.ts');
});

test.each(['ENOSPC', 'SQLITE_FULL', 'EROFS', 'EIO', 'SQLITE_IOERR_WRITE', 'ENOLCK', 'EACCES'])(
	'a disk that answers %s is one sentence, wherever it showed',
	(code) => {
		const sentence = refusalOf(Object.assign(new Error('x'), { code }));
		expect(sentence).toContain(`Mooring's data cannot be written (${code}): `);
		expect(sentence).not.toContain('\n');
	}
);

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
