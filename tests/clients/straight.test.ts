import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	type GraphCaller,
	type GraphTestClient,
	LOGINS,
	startGraphClient
} from '../../simulator/graph/test-client.ts';
import { isHere, runClient } from './run.ts';

let simulator: GraphTestClient;
let caller: GraphCaller;
beforeAll(async () => {
	simulator = await startGraphClient();
	caller = await simulator.caller('instagram');
});
afterAll(() => simulator.close());

const straight = (script: string, { id, token } = caller) =>
	runClient(script, {
		url: simulator.url,
		key: token,
		account: id,
		image: `${simulator.url}/_simulator/drawn/script.jpg`
	});
const linesOf = (text: string) => text.trim().split('\n');

describe('clients that others wrote, straight at the simulator', () => {
	test.runIf(isHere('curl', '--version'))('curl', async () => {
		const answer = JSON.parse(await straight('curl.sh')) as { data: unknown[] };
		expect(answer.data).toHaveLength(5);
	});

	test.runIf(isHere('python3', '-c', 'import requests'))(
		'Python requests walks next and doubles every parameter',
		async () => {
			const lines = linesOf(await straight('walk.py'));
			expect(new Set(lines).size).toBe(30);
		}
	);

	test.runIf(isHere('php', '--version'))('PHP streams', async () => {
		expect(linesOf(await straight('feed.php'))).toHaveLength(10);
	});

	test.runIf(isHere('curl', '--version'))('curl, for profile and numbers', async () => {
		const told = async (script: string) => JSON.parse(await straight(script)) as object;
		expect(await told('profile.sh')).toMatchObject({ username: 'ada.draws', media_count: 30 });
		expect(await told('insights.sh')).toMatchObject({ data: [{ name: 'reach', period: 'day' }] });
	});

	test.runIf(isHere('python3', '-c', 'import requests'))(
		'Python requests reads comments',
		async () => {
			expect(await straight('comments.py')).toContain('Lovely!');
		}
	);

	test('n8n’s HTTP Request, page by page', async () => {
		const ids = JSON.parse(await straight('n8n.mjs')) as string[];
		expect(new Set(ids).size).toBe(30);
	});

	test('npm instagram-graph-api reads the newest post', async () => {
		expect(await straight('graph-api-posts.mjs')).toMatch(/^\d+ \S+ \S+/);
	});

	test.each(LOGINS)('npm instagram-graph-api reads, by %s', async (login) => {
		const told = await straight('graph-api.mjs', await simulator.caller(login));
		expect(JSON.parse(told)).toEqual({
			// It asks for ig_id, which only Facebook Login has.
			username: login === 'facebook' ? 'ada.draws' : undefined,
			posts: 30,
			caption: 'Low tide, long shadows. #ink #harbour',
			comments: expect.arrayContaining(['Lovely!', 'Where can I buy this?']) as unknown,
			replies: 2,
			stories: 2,
			limit: 0
		});
	});

	test.each(LOGINS)('npm instagram-graph-api publishes and moderates, by %s', async (login) => {
		const told = await straight('graph-api-writes.mjs', await simulator.caller(login));
		expect(JSON.parse(told)).toEqual({
			state: 'FINISHED',
			caption: 'Sent by a script',
			hidden: true,
			deleted: true
		});
	});

	test.runIf(isHere('python3', '-c', 'import requests'))(
		'Python requests publishes what is ready',
		async () => {
			expect(await straight('publish.py')).toMatch(/^\d+\n$/);
		}
	);
});
