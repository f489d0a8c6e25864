import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOGINS } from '../../src/lib/logins.ts';
import { isHere } from '../clients/run.ts';
import { TestBrowser } from '../support/browser.ts';
import { consent } from '../support/consent.ts';
import { freePort, type Instance, startInstance } from '../support/instance.ts';
import { recipesIn } from '../support/recipe-page.ts';

const EVERYTHING = [
	'profile.read',
	'media.read',
	'insights.read',
	'comments.read',
	'comments.write',
	'publish'
];
const hasRequests = isHere('python3', '-c', 'import requests');
const hasCurl = isHere('curl', '--version');

let practice: Instance;
let browser: TestBrowser;
let connection: string;
let folder: string;
let shown: ReturnType<typeof recipesIn>;
let secret: string;

const at = (path: string) => practice.origin + path;

/** At Meta and back, as a person who allows it. */
async function askMeta(query: string) {
	const { response } = await browser.open(at(`/auth/instagram/login${query}`));
	const location = response.headers.get('location') ?? '';
	const callback = await consent(browser, location, 'ada.draws');
	return browser.open(callback, { 'sec-fetch-site': 'cross-site' });
}

/** Sends the form for a key as a browser without JavaScript does. */
async function makeKey(actions: string[], address = '/tools/keys/new') {
	const page = await browser.open(at(address));
	const form = /name="form" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
	const fields = new URLSearchParams({ form, name: 'Recipes', connections: connection });
	for (const action of actions) fields.append('actions', action);
	return { form: fields, ...(await browser.submit(at(address), fields)) };
}

beforeAll(async () => {
	const simulator = String(await freePort());
	practice = await startInstance({ PRACTICE: '1', SIMULATOR_PORT: simulator });
	browser = new TestBrowser();
	folder = mkdtempSync(join(tmpdir(), 'mooring-recipes-'));
	symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
	const scopes = Object.values(LOGINS.instagram.scopes).flat();
	const { text } = await askMeta(`?scopes=${scopes.join(',')}`);
	connection = /url=\/connections\/([0-9a-f-]{36})"/.exec(text)?.[1] ?? '';
	await askMeta('?confirm=/tools/keys/new');
	const made = await makeKey(EVERYTHING);
	shown = recipesIn(made.text);
	secret = shown.secret ?? '';
});
afterAll(async () => {
	await practice.remove();
	rmSync(folder, { recursive: true, force: true });
});

/** Pastes lines into a shell that has nothing of this machine's environment. */
const paste = (...lines: string[]) =>
	new Promise<string>((resolve, reject) => {
		const env = { HOME: folder, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` };
		const options = { cwd: folder, env, timeout: 60_000 };
		execFile('sh', ['-c', lines.join('\n')], options, (error, stdout, stderr) => {
			if (error) reject(new Error(stderr || stdout, { cause: error }));
			else resolve(stdout);
		});
	});

const codesOf = (id: string, book = shown) => Object.entries(book.recipes.get(id)?.codes ?? {});
const pasted = (id: string, book = shown) =>
	paste(book.environment, ...codesOf(id, book).map(([, text]) => text));

/** Saves the file that a recipe shows under the name that it gives, and runs what it says. */
async function saved(id: string) {
	const [[label = '', text = ''] = [], [, run = ''] = []] = codesOf(id);
	writeFileSync(join(folder, label.replace('Save it as ', '')), text);
	return paste(shown.environment, run);
}

describe('in practice mode every recipe runs as copied', () => {
	it('the key and its address are in the answer of the form', () => {
		expect(secret).toMatch(/^moor_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/);
		expect(shown.environment).toContain(`export GRAPH_KEY="${secret}"`);
		expect([...shown.recipes.keys()]).toEqual([
			'n8n',
			'n8n-publish',
			'python',
			'python-comments',
			'python-publish',
			'curl',
			'curl-profile',
			'curl-insights',
			'npm',
			'npm-writes',
			'php',
			'github-actions',
			'claude-code',
			'mcp'
		]);
	});

	it.runIf(hasCurl)('the first call', async () => {
		const { key } = JSON.parse(await paste(shown.environment, shown.trial)) as {
			key: { name: string; actions: string[] };
		};
		expect(key).toMatchObject({ name: 'Recipes', actions: EVERYTHING });
	});

	it.runIf(hasCurl)('curl', async () => {
		expect((JSON.parse(await pasted('curl')) as { data: unknown[] }).data).toHaveLength(5);
		expect(JSON.parse(await pasted('curl-profile'))).toMatchObject({ username: 'ada.draws' });
		expect(JSON.parse(await pasted('curl-insights'))).toMatchObject({ data: [{ name: 'reach' }] });
	});

	it.runIf(hasRequests)('Python', async () => {
		expect((await saved('python')).trim().split('\n')).toHaveLength(30);
		expect(await saved('python-comments')).toContain('Lovely!');
		expect(await saved('python-publish')).toMatch(/^\d+\n$/);
	});

	it('npm instagram-graph-api', async () => {
		expect(await saved('npm')).toMatch(/^\d+ \S+ \S+/);
		expect(JSON.parse(await saved('npm-writes'))).toMatchObject({ hidden: true, deleted: true });
	});

	it.runIf(isHere('php', '--version'))('PHP', async () => {
		expect((await saved('php')).trim().split('\n')).toHaveLength(10);
	});

	it.runIf(hasCurl)('the workflow of GitHub Actions', async () => {
		const [[, key = ''] = [], [, file = ''] = []] = codesOf('github-actions');
		const graph = /GRAPH_URL: (\S+)/.exec(file)?.[1] ?? '';
		const run = file.slice(file.indexOf('run: |') + 'run: |'.length).replaceAll(/^ {10}/gm, '');
		const told = await paste(`export GRAPH_URL=${graph} GRAPH_KEY=${key}`, run);
		expect((JSON.parse(told) as { data: unknown[] }).data).toHaveLength(5);
	});

	it('assistants find a tool for each action', async () => {
		const [[, command = ''] = []] = codesOf('claude-code');
		const [[, settings = ''] = []] = codesOf('mcp');
		const { mooring } = (
			JSON.parse(settings) as {
				mcpServers: { mooring: { url: string; headers: Record<string, string> } };
			}
		).mcpServers;
		expect(command).toBe(
			`claude mcp add --transport http mooring ${mooring.url} --header "Authorization: ${mooring.headers['Authorization'] ?? ''}"`
		);
		const answer = await fetch(mooring.url, {
			method: 'POST',
			headers: { ...mooring.headers, 'content-type': 'application/json' },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
		});
		const { result } = (await answer.json()) as { result: { tools: { name: string }[] } };
		expect(result.tools.map(({ name }) => name)).toContain('publish_post');
	});

	it('n8n walks all pages', async () => {
		const fields = shown.recipes.get('n8n')?.fields ?? {};
		expect(fields['Next URL']).toBe('{{ $response.body.paging?.next }}');
		const first = new URL(fields['URL'] ?? '');
		for (const name of ['fields', 'limit'])
			first.searchParams.set(name, fields[`Query Parameter ${name}`] ?? '');
		const headers = { authorization: `Bearer ${fields['Bearer Token'] ?? ''}` };
		const ids: string[] = [];
		for (let next: string | undefined = first.href; next;) {
			const body = (await (await fetch(next, { headers })).json()) as {
				data: { id: string }[];
				paging?: { next?: string };
			};
			ids.push(...body.data.map(({ id }) => id));
			next = body.paging?.next;
		}
		expect(new Set(ids).size).toBeGreaterThanOrEqual(30);
	});

	it('n8n publishes', async () => {
		const fields = shown.recipes.get('n8n-publish')?.fields ?? {};
		const headers = { authorization: `Bearer ${fields['Both: Bearer Token'] ?? ''}` };
		const post = async (url: string, body: Record<string, string>) => {
			const sent = { method: 'POST', headers, body: new URLSearchParams(body) };
			return (await (await fetch(url, sent)).json()) as { id: string };
		};
		const prepared = await post(fields['First: URL'] ?? '', {
			image_url: fields['First: Body Parameter image_url'] ?? '',
			caption: fields['First: Body Parameter caption'] ?? ''
		});
		const url = fields['Second: URL'] ?? '';
		await expect
			.poll(async () => (await post(url, { creation_id: prepared.id })).id, { interval: 1000 })
			.toMatch(/^\d+$/);
	});
});

describe('a key that was made', () => {
	it('is neither made again nor shown again where its form is sent again', async () => {
		const { form, text } = await makeKey(['media.read']);
		expect(text).toContain('It is shown only once.');
		const before = (await browser.api(at('/api/keys'))).body as { keys: unknown[] };
		const again = await browser.submit(at('/tools/keys/new'), form);
		expect(again.response.status).toBe(303);
		expect(again.response.headers.get('location')).toMatch(/^\/tools\/keys\/[0-9A-Za-z]{8}$/);
		expect(again.text).not.toMatch(/moor_\w{8}_/);
		const after = (await browser.api(at('/api/keys'))).body as { keys: unknown[] };
		expect(after.keys).toHaveLength(before.keys.length);
	});

	it('is made anew by who names no form', async () => {
		const { form } = await makeKey(['media.read']);
		const bare = new URLSearchParams(form);
		bare.delete('form');
		for (const _ of [1, 2]) {
			const { response } = await browser.submit(at('/tools/keys/new'), bare);
			expect(response.status).toBe(200);
		}
	});

	it('stands in an answer that nobody keeps', async () => {
		const { response } = await makeKey(['media.read']);
		expect(response.status).toBe(200);
		expect(response.headers.get('cache-control')).toBe('no-store');
	});

	it.runIf(hasCurl)('by the form for the token gives the token, and nothing else', async () => {
		const { text } = await makeKey([], '/tools/keys/new?token');
		const book = recipesIn(text);
		expect([...book.recipes.keys()]).toEqual(['curl-token']);
		const { token } = JSON.parse(await pasted('curl-token', book)) as {
			token: { accessToken: string };
		};
		expect(token.accessToken.length).toBeGreaterThan(20);
	});

	it('does not do what its form does not offer', async () => {
		const { response, text } = await makeKey(['token.read']);
		expect(response.status).toBe(400);
		expect(text).toContain('One of these actions does not exist.');
	});
});
