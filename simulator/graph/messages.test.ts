import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GraphCaller, type GraphTestClient, LOGINS, startGraphClient } from './test-client.ts';

let client: GraphTestClient;
let caller: GraphCaller;
beforeAll(async () => (client = await startGraphClient()));
afterAll(() => client.close());

const send = async (body: object) => {
	const answer = await client.ask(`/v25.0/${caller.id}/messages`, {
		method: 'POST',
		headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
	return (await answer.json()) as Record<string, unknown>;
};

describe.each(LOGINS)('by %s', (login) => {
	beforeEach(async () => {
		await client.control('POST', 'reset');
		caller = await client.caller(login);
	});

	test('a message is sent, and stands in its conversation', async () => {
		const told = await send({ recipient: { id: '9123' }, message: { text: 'Hello "you"' } });
		expect(told).toEqual({ recipient_id: '9123', message_id: expect.any(String) as unknown });
		const { data } = await caller.get(`${caller.id}/conversations`, {
			platform: 'instagram',
			fields: 'messages'
		});
		expect(data).toMatchObject([{ messages: { data: [{ message: 'Hello "you"' }] } }]);
		await client.control('POST', 'switches', { developmentMode: true });
		expect(await caller.get(`${caller.id}/conversations`)).toEqual({ data: [] });
	});

	test('a private answer to a comment goes outside of the window, nothing else does', async () => {
		const [media] = (await caller.get(`${caller.id}/media`)).data ?? [];
		const [comment] = (await caller.get(`${media?.id}/comments`)).data ?? [];
		await client.control('POST', 'switches', { messageWindow: 'closed' });
		const message = { text: 'x' };
		expect(await send({ recipient: { comment_id: comment?.id }, message })).toHaveProperty(
			'message_id'
		);
		expect(await send({ recipient: { id: '9123' }, message })).toMatchObject({
			error: { code: 10, error_subcode: 2_534_022 }
		});
	});

	test.each([
		[{}],
		[{ recipient: { id: '1' } }],
		[{ recipient: { id: '1' }, message: { text: 'ä'.repeat(501) } }],
		[{ recipient: {}, message: { text: 'x' } }],
		[{ recipient: { comment_id: '1' }, message: { text: 'x' } }]
	])('%j is refused', async (body) => {
		expect(await send(body)).toMatchObject({ error: { code: 100 } });
	});

	test('need their permission', async () => {
		caller = await client.caller(login, 'ada.draws', ['messages']);
		const body = { recipient: { id: '1' }, message: { text: 'x' } };
		expect(await send(body)).toMatchObject({ error: { code: 10 } });
		expect((await caller.get(`${caller.id}/conversations`)).error?.code).toBe(10);
	});
});
