import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GraphCaller, type GraphTestClient, LOGINS, startGraphClient } from './test-client.ts';

let client: GraphTestClient;
let caller: GraphCaller;
beforeAll(async () => (client = await startGraphClient()));
afterAll(() => client.close());

const usageIn = (headers: Headers) => ({
	app: JSON.parse(headers.get('x-app-usage') ?? 'null') as { call_count: number } | null,
	account: JSON.parse(headers.get('x-business-use-case-usage') ?? 'null') as Record<
		string,
		[{ type: string; call_count: number; estimated_time_to_regain_access: number }]
	> | null
});

describe.each(LOGINS)('by %s', (login) => {
	beforeEach(async () => {
		await client.control('POST', 'reset');
		caller = await client.caller(login);
	});

	test('headers of use are there by switch, with the numbers that were set', async () => {
		const list = () => caller.call('GET', `${caller.id}/media`);
		expect(usageIn((await list()).headers)).toEqual({ app: null, account: null });
		await client.control('POST', 'switches', { usageHeaders: true, usagePercent: 95 });
		const { app, account } = usageIn((await list()).headers);
		expect(app?.call_count).toBe(95);
		expect(account?.[caller.id]?.[0]).toMatchObject({
			type: 'instagram',
			call_count: 95,
			estimated_time_to_regain_access: 0
		});
		await client.control('POST', 'switches', { usagePercent: 100, regainMinutes: 7 });
		const refused = await caller.call('GET', `${caller.id}/media`, { fields: 'shoes' });
		expect(refused.status).toBe(400);
		const used = usageIn(refused.headers).account?.[caller.id]?.[0];
		expect(used?.estimated_time_to_regain_access).toBe(7);
	});

	const CODES: [kind: string, code: number, tellsUsage: boolean][] = [
		['rate_4', 4, true],
		['rate_17', 17, true],
		['rate_32', 32, true],
		['rate_341', 341, false],
		['rate_368', 368, false],
		['rate_613', 613, false],
		['rate_80001', 80_001, true],
		['rate_80002', 80_002, true],
		['publish_spam', 4, false],
		['publish_quota', 9, false]
	];
	test.each(CODES)('%s with both statuses', async (kind, code, tellsUsage) => {
		for (const status of [400, 403]) {
			const fault = { endpoint: 'media_list', kind, status, times: 1 };
			await client.control('POST', 'faults', fault);
			const answer = await caller.call('GET', `${caller.id}/media`);
			expect(answer.status).toBe(status);
			expect(answer.body.error?.code).toBe(code);
			const { account } = usageIn(answer.headers);
			expect(account ? Object.keys(account) : null).toEqual(tellsUsage ? [caller.id] : null);
		}
		expect((await caller.call('GET', `${caller.id}/media`)).status).toBe(200);
	});

	test('every answer names its version and its trace', async () => {
		const answer = await caller.call('GET', `${caller.id}/media`);
		expect(answer.headers.get('facebook-api-version')).toBe('v25.0');
		expect(answer.headers.get('x-fb-trace-id')).toMatch(/^A/);
		const refused = await caller.call('GET', `${caller.id}/media`, { fields: 'shoes' });
		expect(refused.body.error).toHaveProperty('fbtrace_id', refused.headers.get('x-fb-trace-id'));
	});

	test('calls are counted by what they were for', async () => {
		await client.control('DELETE', 'calls');
		const [media] = (await caller.get(`${caller.id}/media`)).data ?? [];
		for (const [method, path] of [
			['GET', String(media?.id)],
			['GET', `${media?.id}/comments`],
			['GET', `${media?.id}/insights`],
			['GET', `${caller.id}/insights`],
			['GET', `${caller.id}/stories`],
			['GET', `${caller.id}/content_publishing_limit`],
			['POST', `${caller.id}/media`],
			['POST', `${caller.id}/media_publish`],
			['POST', `${media?.id}/comments`],
			['POST', String(media?.id)]
		] as const)
			await caller.call(method, path);
		expect((await client.control('GET', 'calls')).counts).toEqual({
			media_list: 1,
			media: 1,
			comments: 1,
			media_insights: 1,
			account_insights: 1,
			stories: 1,
			publish_limit: 1,
			container_create: 1,
			publish: 1,
			comment_write: 1,
			media_write: 1
		});
	});
});
