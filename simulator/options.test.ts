import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DEFAULT_OPTIONS, readOptions } from './options.ts';
import { startSimulator } from './server.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

test('nothing set: the defaults', () => {
	expect(readOptions({})).toEqual(DEFAULT_OPTIONS);
});

test('set to nothing: the defaults too', () => {
	const empty = { SIMULATOR_PORT: '', SIMULATOR_URL: ' ', SIMULATOR_CLIENT_SECRET: '' };
	expect(readOptions(empty)).toEqual(DEFAULT_OPTIONS);
});

test('everything set', () => {
	const options = readOptions({
		SIMULATOR_PORT: '4900',
		SIMULATOR_HOST: '0.0.0.0',
		SIMULATOR_URL: 'https://meta.test/',
		SIMULATOR_CLIENT_ID: '1',
		SIMULATOR_CLIENT_SECRET: 's',
		SIMULATOR_REDIRECT_URIS: 'https://a.example/cb, app://b',
		SIMULATOR_FACEBOOK_CLIENT_ID: '2',
		SIMULATOR_FACEBOOK_CLIENT_SECRET: 'f',
		SIMULATOR_FACEBOOK_REDIRECT_URIS: 'https://b.example/cb',
		SIMULATOR_FACEBOOK_CONFIG_IDS: '31, 32'
	});
	expect(options).toMatchObject({
		port: 4900,
		host: '0.0.0.0',
		publicUrl: 'https://meta.test',
		apps: [{ clientId: '1', clientSecret: 's', redirectUris: ['https://a.example/cb', 'app://b'] }],
		facebookApps: [
			{
				clientId: '2',
				clientSecret: 'f',
				redirectUris: ['https://b.example/cb'],
				configs: [{ id: '31' }, { id: '32' }]
			}
		]
	});
});

test.each([
	['SIMULATOR_PORT', '70000'],
	['SIMULATOR_PORT', 'many'],
	['SIMULATOR_HOST', 'a b'],
	['SIMULATOR_URL', 'meta.test'],
	['SIMULATOR_URL', 'http://meta.test/path'],
	['SIMULATOR_CLIENT_ID', 'a b'],
	['SIMULATOR_REDIRECT_URIS', 'https://a.example/#x'],
	['SIMULATOR_REDIRECT_URIS', 'javascript:alert(1)'],
	['SIMULATOR_FACEBOOK_CLIENT_ID', 'a b'],
	['SIMULATOR_FACEBOOK_REDIRECT_URIS', 'nowhere'],
	['SIMULATOR_FACEBOOK_CONFIG_IDS', 'one,two']
])('%s=%j is one sentence', (name, value) => {
	const wrong = readOptions({ [name]: value });
	expect(wrong).toEqual([expect.stringMatching(new RegExp(`^${name} .*\\.$`))]);
});

/** Runs the program alone. @returns what it said once it ended or was stopped */
async function run(environment: Record<string, string>, stop?: NodeJS.Signals) {
	const child = spawn(process.execPath, [MAIN], { env: { PATH: '', ...environment } });
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			if (stop && said.includes('graph.instagram.com by')) child.kill(stop);
		});
	const [code] = (await once(child, 'close')) as [number];
	return { code, said };
}

test('alone, it says what to do and stops at a signal', async () => {
	const { code, said } = await run({ SIMULATOR_PORT: '0' }, 'SIGTERM');
	expect(code).toBe(0);
	for (const words of [
		'990602627938098',
		'ada.draws',
		'http://127.0.0.1:',
		'Redirect URI',
		'821604739125608',
		'two.pages'
	])
		expect(said).toContain(words);
});

test('a port in use and a wrong value end it with one sentence', async () => {
	const other = await startSimulator({ port: 0 });
	const { code, said } = await run({ SIMULATOR_PORT: String(other.port) });
	await other.close();
	expect(code).toBe(1);
	expect(said).toBe(`Port ${other.port} is in use: stop what holds it, or set SIMULATOR_PORT.\n`);
	const wrong = await run({ SIMULATOR_PORT: 'x' });
	expect(wrong).toEqual({
		code: 1,
		said: 'SIMULATOR_PORT must be a whole number from 0 to 65535.\n'
	});
});

test('under a public address of its own, pictures and control answer there', async () => {
	const simulator = await startSimulator({ port: 0, publicUrl: 'http://meta.test:4174' });
	expect(simulator.url).toBe('http://meta.test:4174');
	await simulator.close();
});
