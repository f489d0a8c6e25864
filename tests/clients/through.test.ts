import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOGINS as TABLE } from '../../src/lib/logins.ts';
import { PICTURE, startTools, type ToolsWorld } from '../support/tools-world.ts';
import { isHere, runClient } from './run.ts';

const LOGINS = ['instagram', 'facebook'] as const;
type Login = (typeof LOGINS)[number];

let world: ToolsWorld;
const keys = {} as Record<Login, string>;
const tokens = {} as Record<Login, string>;
beforeAll(async () => {
	world = await startTools();
	for (const login of LOGINS) {
		keys[login] = (await world.key([world.connections[login]])).text;
		tokens[login] = await tokenOf(login);
	}
});
afterAll(() => world.remove());

/** One that the simulator gives without a browser, for the same account. */
async function tokenOf(login: Login): Promise<string> {
	const scopes = Object.values(TABLE[login].scopes).flat();
	const { token } = await world.control<{ token: string }>(
		'POST',
		login === 'instagram' ? 'token' : 'facebook/token',
		login === 'instagram'
			? { username: 'ada.draws', kind: 'long', scopes }
			: { username: 'one.page', scopes }
	);
	return token;
}

const account = (login: Login) => world.connections[login].account.id;
const straight = (script: string, login: Login = 'instagram') =>
	runClient(script, {
		url: world.simulator.url,
		key: tokens[login],
		account: account(login),
		image: PICTURE
	});
const through = (script: string, login: Login = 'instagram') =>
	runClient(script, {
		url: `${world.origin}/graph`,
		key: keys[login],
		account: account(login),
		image: PICTURE
	});

/** Links apart, which lead to where each was asked, and carry nothing where the key was a header. */
const withoutLinks = (text: string) =>
	text.replace(/"(next|previous)":\s*"[^"]*"/g, (_, name: string) => `"${name}":"…"`);

describe('clients that others wrote, through Mooring', () => {
	test.runIf(isHere('curl', '--version'))('curl: the same bytes but for the link', async () => {
		const [one, other] = [await straight('curl.sh'), await through('curl.sh')];
		expect(withoutLinks(other)).toBe(withoutLinks(one));
		expect(one).toContain(tokens.instagram);
		expect(other).toContain(`"next":"${world.origin}/graph/v25.0/`);
		expect(other).not.toMatch(/access_token/);
	});

	test.runIf(isHere('python3', '-c', 'import requests'))(
		'Python requests walks next and doubles every parameter, its key too',
		async () => {
			const lines = await through('walk.py');
			expect(lines).toBe(await straight('walk.py'));
			expect(lines.trim().split('\n')).toHaveLength(30);
		}
	);

	test.runIf(isHere('php', '--version'))('PHP streams', async () => {
		expect(await through('feed.php')).toBe(await straight('feed.php'));
	});

	test('n8n’s HTTP Request, page by page', async () => {
		const ids = await through('n8n.mjs');
		expect(ids).toBe(await straight('n8n.mjs'));
		expect(JSON.parse(ids)).toHaveLength(30);
	});

	test.each(LOGINS)('npm instagram-graph-api reads, by %s', async (login) => {
		const told = await through('graph-api.mjs', login);
		expect(told).toBe(await straight('graph-api.mjs', login));
		expect(JSON.parse(told)).toMatchObject({ posts: 30, stories: 2 });
	});

	test.each(LOGINS)('npm instagram-graph-api publishes and moderates, by %s', async (login) => {
		const told = await through('graph-api-writes.mjs', login);
		expect(JSON.parse(told)).toEqual({
			state: 'FINISHED',
			caption: 'Sent by a script',
			hidden: true,
			deleted: true
		});
		expect(told).toBe(await straight('graph-api-writes.mjs', login));
	});
});
