import { afterAll, beforeEach, beforeAll, expect, test } from 'vitest';
import { APP, REDIRECT_URI, startTestClient, type TestClient } from '../test-client.ts';

let client: TestClient;
beforeAll(async () => (client = await startTestClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

async function refusal(answer: Response): Promise<string> {
	const body = (await answer.json()) as Record<string, string>;
	expect(answer.status).toBe(400);
	expect(body).toMatchObject({ error_type: 'OAuthException', code: 400 });
	return body.error_message ?? '';
}

test('the answer is flat, its user_id a bare number beyond 2^53, its permissions an array', async () => {
	const text = await (await client.exchange(await client.code())).text();
	const id = /"user_id":(\d+),/.exec(text)?.[1] ?? '0';
	expect(BigInt(id) > 2n ** 53n).toBe(true);
	const body = JSON.parse(text) as object;
	expect(Object.keys(body)).toEqual(['access_token', 'user_id', 'permissions']);
	expect(body).toMatchObject({ permissions: ['instagram_business_basic'] });
});

test('other shapes by switch', async () => {
	await client.control('POST', 'switches', {
		exchangeShape: 'wrapped',
		permissionsShape: 'string',
		userIdShape: 'string'
	});
	const body: unknown = await (await client.exchange(await client.code())).json();
	expect(body).toMatchObject({
		data: [
			{
				user_id: expect.stringMatching(/^\d{17}$/) as unknown,
				permissions: 'instagram_business_basic'
			}
		]
	});
});

test('urlencoded works as well, with what clients add', async () => {
	const answer = await client.ask('/oauth/access_token', {
		method: 'POST',
		body: new URLSearchParams({
			client_id: APP.clientId,
			client_secret: APP.clientSecret,
			grant_type: 'authorization_code',
			redirect_uri: REDIRECT_URI,
			code: await client.code(),
			code_verifier: 'x',
			force_authentication: '1',
			state: 'a b+c'
		})
	});
	expect(answer.status).toBe(200);
	expect(await answer.json()).toMatchObject({ state: 'a b+c' });
});

test('JSON and query fields are no fields', async () => {
	const fields = { client_id: APP.clientId, client_secret: APP.clientSecret };
	const json = await client.ask('/oauth/access_token', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(fields)
	});
	expect(await refusal(json)).toBe('Missing required field client_id');
	const query = await client.ask(`/oauth/access_token?${new URLSearchParams(fields)}`, {
		method: 'POST'
	});
	expect(await refusal(query)).toBe('Missing required field client_id');
});

test.each(['client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code'])(
	'%s is required',
	async (name) => {
		const answer = await client.exchange(await client.code(), { [name]: null });
		expect(await refusal(answer)).toBe(`Missing required field ${name}`);
	}
);

const MATCHING = 'Matching code was not found or was already used';
test.each<[string, Record<string, string>, string]>([
	['a wrong secret', { client_secret: 'no' }, 'Invalid platform app'],
	['an unknown app', { client_id: '1' }, 'Invalid platform app'],
	['an unknown code', { code: 'AQnone' }, MATCHING],
	['another redirect URI', { redirect_uri: `${REDIRECT_URI}/` }, 'Error validating verification']
])('%s is refused', async (_name, changes, words) => {
	expect(await refusal(await client.exchange(await client.code(), changes))).toContain(words);
});

test('the #_ of the address belongs to no code', async () => {
	expect(await refusal(await client.exchange(`${await client.code()}#_`))).toBe(MATCHING);
});

test('of many exchanges at once one wins', async () => {
	const code = await client.code();
	const answers = await Promise.all(Array.from({ length: 5 }, () => client.exchange(code)));
	const refused = answers.filter(({ status }) => status !== 200);
	expect(refused).toHaveLength(4);
	for (const answer of refused)
		expect(await refusal(answer)).toBe('This authorization code has been used');
});

test('a refused exchange does not use the code up', async () => {
	const code = await client.code();
	await client.exchange(code, { redirect_uri: 'https://other.example/' });
	expect((await client.exchange(code)).status).toBe(200);
});

test('a code lives for one hour of the simulator’s time', async () => {
	const [inTime, late] = [await client.code(), await client.code()];
	await client.control('POST', 'clock', { advanceMs: 3_590_000 });
	expect((await client.exchange(inTime)).status).toBe(200);
	await client.control('POST', 'clock', { advanceMs: 10_000 });
	expect(await refusal(await client.exchange(late))).toBe(MATCHING);
});

test('a code belongs to one app', async () => {
	const other = { clientId: '77', clientSecret: 's77', redirectUris: [REDIRECT_URI] };
	await client.control('POST', 'apps', other);
	const answer = await client.exchange(await client.code(), {
		client_id: '77',
		client_secret: 's77'
	});
	expect(await refusal(answer)).toBe(MATCHING);
});

test('a role that was taken away meanwhile', async () => {
	const code = await client.code();
	await client.control('POST', 'accounts', { username: 'ada.draws', role: 'refused' });
	expect(await refusal(await client.exchange(code))).toBe('Insufficient developer role');
});
