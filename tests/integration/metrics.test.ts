import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { days } from '../../src/lib/server/clock.ts';
import { age } from '../support/age.ts';
import { runCommand } from '../support/command.ts';
import { freePort } from '../support/instance.ts';
import { type Live, startLive } from '../support/live.ts';

const TOKEN = 'figures-for-the-watcher';
const RENEWED = 'mooring_renewals_total{outcome="renewed"}';
let live: Live;
let bare: Live;
beforeAll(async () => {
	[live, bare] = await Promise.all([startLive({ METRICS_TOKEN: TOKEN }), startLive()]);
});
afterAll(async () => {
	await live.remove();
	await bare.remove();
});

type Told = { status: number; headers: Record<string, unknown>; text: string };
/** fetch writes its own Host; this sends any. */
const ask = (origin: string, path: string, headers: Record<string, string> = {}) =>
	new Promise<Told>((resolve, reject) => {
		const { hostname, port } = new URL(origin);
		const sent = request({ hostname, port, path, headers }, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () =>
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
			);
		});
		sent.on('error', reject);
		sent.end();
	});
const figures = (more = {}) =>
	ask(live.origin, '/metrics', { authorization: `Bearer ${TOKEN}`, ...more });
const valueIn = (text: string, line: string) =>
	Number(
		text
			.split('\n')
			.find((one) => one.startsWith(`${line} `))
			?.slice(line.length)
	);

describe('/metrics', () => {
	it('is an address of nothing without METRICS_TOKEN', async () => {
		const { origin } = bare;
		const none = await ask(origin, '/nothing-here', { host: new URL(origin).host });
		for (const headers of [{}, { authorization: `Bearer ${TOKEN}` }]) {
			const { status, text } = await ask(origin, '/metrics', headers);
			expect(status).toBe(404);
			expect(text).not.toContain('METRICS_TOKEN');
			expect(text.includes('<html')).toBe(none.text.includes('<html'));
		}
	});

	it('opens by the token as a Bearer alone', async () => {
		const tries: [string, Record<string, string>][] = [
			['/metrics', {}],
			['/metrics', { authorization: 'Bearer figures-for-the-watches' }],
			['/metrics', { authorization: TOKEN }],
			['/metrics', { authorization: `Basic ${btoa(`x:${TOKEN}`)}` }],
			[`/metrics?token=${TOKEN}`, {}],
			[`/metrics?access_token=${TOKEN}`, {}],
			['/metrics', { cookie: `token=${TOKEN}` }]
		];
		for (const [path, headers] of tries) {
			const { status, headers: answered, text } = await ask(live.origin, path, headers);
			expect([path, headers, status]).toEqual([path, headers, 401]);
			expect(answered['www-authenticate']).toBe('Bearer');
			expect(text).not.toContain('mooring_');
		}
		expect((await figures()).status).toBe(200);
		expect(live.output()).not.toContain(TOKEN);
	});

	it('answers under any Host, unkept', async () => {
		const { status, headers } = await figures({ host: 'mooring:3000' });
		expect(status).toBe(200);
		expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
		expect(headers['cache-control']).toBe('no-store');
	});

	it('counts what happens, and names nobody', async () => {
		const before = (await figures()).text;
		expect(valueIn(before, 'mooring_meta_calls_total{outcome="answered"}')).toBe(0);
		const { connectionId } = await live.claim();
		expect(valueIn((await figures()).text, 'mooring_meta_calls_total{outcome="answered"}')).toBe(3);
		await live.stop();
		age(live.dataDir, 8);
		await live.control('POST', 'clock', { offsetMs: days(8) });
		await live.restart();
		await expect.poll(async () => valueIn((await figures()).text, RENEWED)).toBe(1);
		const { text } = await figures();
		expect(valueIn(text, 'mooring_connections{status="healthy"}')).toBe(1);
		expect(valueIn(text, 'mooring_meta_calls_total{outcome="answered"}')).toBe(2);
		expect(valueIn(text, 'mooring_meta_call_duration_seconds_count')).toBe(2);
		expect(valueIn(text, 'mooring_nearest_expiry_seconds')).toBeGreaterThan(59 * 86_400);
		const beat = valueIn(text, 'mooring_scheduler_beat_timestamp_seconds');
		expect(Math.abs(Date.now() / 1000 - beat)).toBeLessThan(60);
		for (const secret of ['ada.draws', connectionId, TOKEN, 'IGAA']) {
			expect(text).not.toContain(secret);
		}
	});
});

describe('healthcheck', () => {
	const check = (env: Record<string, string>) => runCommand(live.dataDir, ['healthcheck'], env);

	it('says in one sentence whether the server is well', async () => {
		const { port } = new URL(live.origin);
		const here = { PORT: port, DATA_DIR: live.dataDir, ORIGIN: 'https://mooring.example' };
		const sentence = `Mooring at 127.0.0.1:${port} is well.\n`;
		expect(await check({ ...here, ORIGIN: live.origin })).toEqual({ code: 0, output: sentence });
		// As in a container: it listens everywhere, and its address is somewhere else.
		expect(await check({ ...here, HOST: '0.0.0.0' })).toEqual({ code: 0, output: sentence });
	});

	it('ends with 1 where nothing answers, or what is there is not ready', async () => {
		const nobody = String(await freePort());
		const away = { PORT: nobody, DATA_DIR: `${live.dataDir}/none` };
		for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
			const where = host === '::' ? '[::1]' : '127.0.0.1';
			const said = { code: 1, output: `Nothing answers at ${where}:${nobody}.\n` };
			expect(await check({ ...away, HOST: host })).toEqual(said);
		}
		const { port } = new URL(live.simulator.url);
		const { code, output } = await check({ ...away, PORT: port });
		expect([code, output]).toEqual([1, expect.stringContaining('is not ready')]);
	});
});

describe('version', () => {
	it('is told without any setting, and also where they cannot work', async () => {
		const { code, output } = await runCommand(live.dataDir, ['version'], { ORIGIN: 'nonsense' });
		expect(code).toBe(0);
		expect(output).toMatch(/^mooring \d+\.\d+\.\d+, schema \d+\n$/);
	});
});
