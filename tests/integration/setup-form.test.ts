import { spawn } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { leaksIn, leaksOnDisk } from '../support/leaks.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';

const ID = '990602627938098';
const SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
/** Set to nothing, which counts as unset: an instance without any app. */
const NO_APP = {
	INSTAGRAM_CLIENT_ID: '',
	INSTAGRAM_CLIENT_SECRET: '',
	FACEBOOK_CLIENT_ID: '',
	FACEBOOK_CLIENT_SECRET: ''
};

let live: Live;
let browser: TestBrowser;
beforeAll(async () => {
	live = await startLive(NO_APP);
	browser = new TestBrowser();
	await browser.open(`${live.origin}/claim/${CLAIM_CODE}`);
});
afterAll(() => live.remove());

const send = (action: string, fields: Record<string, string>, from = browser) =>
	from.submit(`${live.origin}/setup?/${action}`, fields);
const typed = (clientId: string, clientSecret: string, login = 'instagram') => ({
	login,
	clientId,
	clientSecret
});

describe('from nothing to connected, without a text editor', () => {
	it('is no page of a stranger', async () => {
		const stranger = new TestBrowser();
		const { response } = await send('save', typed(ID, SECRET), stranger);
		expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
	});

	it.each([
		['no id', typed('', SECRET), 'Type the Instagram app id'],
		['no secret', typed(ID, ' '), 'Type the Instagram app secret'],
		['both exchanged', typed(SECRET, ID), 'stand in each other’s place'],
		['what a script writes', typed('undefined', SECRET), 'missing value'],
		[
			'a wrong secret',
			typed(ID, 'f'.repeat(32)),
			'Meta knows no Instagram app with this id and secret'
		],
		['a wrong id', typed('1234', SECRET), 'Meta knows no Instagram app with this id and secret'],
		['another app’s secret', typed('1', SECRET, 'facebook'), 'Meta knows no Meta app with this id'],
		[
			'a secret of another',
			typed('821604739125608', SECRET, 'facebook'),
			'the secret is not its own'
		]
	])('%s is told in one sentence, and nothing is saved', async (_, fields, sentence) => {
		for (const action of ['test', 'save']) {
			const { response, text } = await send(action, fields);
			expect(response.status).toBe(400);
			expect(text).toContain(sentence);
			if (fields.clientSecret.length > 20) expect(text).not.toContain(fields.clientSecret);
		}
		expect((await browser.open(`${live.origin}/auth/instagram/login`)).response.status).toBe(503);
	});

	it('is only tested where only that is asked', async () => {
		const { response, text } = await send('test', typed(ID, SECRET));
		expect(response.status).toBe(200);
		expect(text).toContain('Meta knows this Instagram app: id and secret fit.');
		expect((await browser.open(`${live.origin}/auth/instagram/login`)).response.status).toBe(503);
	});

	it('saves what fits, blanks and marks of copying taken off, and connects at once', async () => {
		const { response } = await send('save', typed(` ${ID}\u200b`, `\ufeff${SECRET}\n`));
		expect(response.status).toBe(303);
		const { text } = await browser.open(`${live.origin}/setup`);
		expect(text).toContain('Meta knows this app.');
		expect(text).toContain('9906…98');
		expect(text).toContain('a1b2…90');
		const { response: back } = await live.connect(browser, 'ada.draws');
		expect(back.status).toBe(200);
		const done = await browser.open(`${live.origin}/setup`);
		expect(done.text).toContain('Every step is done');
		expect(browser.receivedFrom(live.origin)).not.toContain(SECRET);
	});

	it('is kept sealed, by a restart too, and written down', async () => {
		expect(leaksOnDisk(live.dataDir, [SECRET])).toEqual([]);
		expect(leaksIn(live.output(), [SECRET])).toEqual([]);
		await live.restart();
		expect((await browser.open(`${live.origin}/setup`)).text).toContain('9906…98');
		const { text } = await browser.open(`${live.origin}/activity`);
		expect(text).toContain('Changed settings: id and secret of the Instagram app');
	});

	it('is changed only with a fresh proof', async () => {
		const sqlite = new Database(join(live.dataDir, 'mooring.db'));
		sqlite.prepare('UPDATE sessions SET reauthenticated_at = NULL').run();
		sqlite.close();
		const { response } = await send('save', typed(ID, SECRET));
		expect([response.status, response.headers.get('location')]).toEqual([
			303,
			'/settings/confirm?next=%2Fsetup'
		]);
		expect((await browser.open(`${live.origin}/setup`)).text).toContain(
			'To change them, confirm first that it is you.'
		);
	});
});

describe('a locked Mooring', () => {
	it('seals nothing that is typed, and says so', async () => {
		const locked = await startLive(NO_APP);
		try {
			await locked.stop();
			renameSync(join(locked.dataDir, 'secret.key'), join(locked.dataDir, 'key.away'));
			await locked.restart();
			const visitor = new TestBrowser();
			await visitor.open(`${locked.origin}/claim/${CLAIM_CODE}`);
			const saved = await visitor.submit(`${locked.origin}/setup?/save`, typed(ID, SECRET));
			expect(saved.response.status).toBe(409);
			expect(saved.text).toContain('Put the old key back');
			expect(saved.text).not.toContain(SECRET);
		} finally {
			await locked.remove();
		}
	});
});

/** Runs `configure` beside the server, with what would be typed on its standard input. */
const configure = (input: string, args: string[] = []) =>
	new Promise<{ code: number | null; output: string }>((resolve) => {
		const child = spawn(
			process.execPath,
			[join(import.meta.dirname, '../../bin/mooring.ts'), 'configure', ...args],
			{
				cwd: live.dataDir,
				env: {
					PATH: process.env['PATH'],
					ORIGIN: live.origin,
					DATA_DIR: live.dataDir,
					...Object.fromEntries(
						['INSTAGRAM_API_URL', 'FACEBOOK_GRAPH_URL'].map((name) => [name, live.simulator.url])
					)
				}
			}
		);
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stdin.end(input);
		child.on('exit', (code) => resolve({ code, output }));
	});

describe('the command configure', () => {
	it('refuses what Meta does not know', async () => {
		const { code, output } = await configure('821604739125608\nffff\n', ['facebook']);
		expect(code).toBe(1);
		expect(output).toContain('the secret is not its own');
	});

	it('is taken up by the running server', async () => {
		const { code, output } = await configure(
			'821604739125608\n0f9e8d7c6b5a49382716f5e4d3c2b1a0\n',
			['facebook']
		);
		expect(output).toContain('Meta knows this Meta app');
		expect(code).toBe(0);
		const asked = async () =>
			(await browser.open(`${live.origin}/auth/facebook/login`)).response.status;
		await expect.poll(asked, { interval: 500 }).toBe(303);
	});

	it('names the logins that there are', async () => {
		expect(await configure('', ['friendster'])).toMatchObject({
			code: 1,
			output: expect.stringContaining('no such login; it is one of instagram, facebook.') as string
		});
	});
});
