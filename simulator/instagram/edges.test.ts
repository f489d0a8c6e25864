import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { errorOf, startTestClient, type TestClient } from '../test-client.ts';

let client: TestClient;
beforeAll(async () => (client = await startTestClient()));
beforeEach(() => client.control('POST', 'reset'));
afterAll(() => client.close());

const me = (token: string) => client.ask(`/me?access_token=${token}`);

test('removing the app, where that works, ends all its tokens of that account, for good', async () => {
	await client.control('POST', 'switches', { revocation: 'works' });
	const [one, two] = [await client.token(), await client.token()];
	const other = await client.token('brick.and.bloom');
	const answer = await client.ask(`/v25.0/me/permissions?access_token=${one}`, {
		method: 'DELETE'
	});
	expect(await answer.json()).toEqual({ success: true });
	for (const token of [one, two]) expect((await errorOf(await me(token))).error_subcode).toBe(458);
	expect((await me(other)).status).toBe(200);
	await client.control('POST', 'accounts/*/restore');
	expect((await me(one)).status).toBe(400);
});

test.each([
	[{}, 400, 100],
	[{ revocation: 'refused' }, 400, 100],
	[{ revocation: 'fails' }, 500, 2]
])('revocation with the switches %j leaves the token', async (switches, status, code) => {
	await client.control('POST', 'switches', switches);
	const token = await client.token();
	const answer = await client.ask(`/me/permissions?access_token=${token}`, { method: 'DELETE' });
	expect(await errorOf(answer)).toMatchObject({ status, code });
	expect((await me(token)).status).toBe(200);
});

const EVERY = ['basic', 'manage_comments', 'manage_messages'].map(
	(name) => `instagram_business_${name}`
);

test('granted permissions and webhook subscriptions', async () => {
	const token = await client.token('ada.draws', { scopes: EVERY });
	const permissions = await client.ask(`/me/permissions?access_token=${token}`);
	expect(await permissions.json()).toEqual({
		data: EVERY.map((permission) => ({ permission, status: 'granted' }))
	});
	const path = `/v25.0/me/subscribed_apps?access_token=${token}`;
	const given = await client.ask(`${path}&subscribed_fields=comments,messages`, { method: 'POST' });
	expect(await given.json()).toEqual({ success: true });
	expect(await (await client.ask(path)).json()).toEqual({
		data: [{ subscribed_fields: ['comments', 'messages'] }]
	});
	await client.ask(path, { method: 'DELETE' });
	expect(await (await client.ask(path)).json()).toEqual({ data: [] });
});

test('webhook fields come as a form or as JSON too', async () => {
	const path = `/v25.0/me/subscribed_apps?access_token=${await client.token('ada.draws', { scopes: EVERY })}`;
	const subscribed_fields = ['comments', 'message_reactions'];
	const json = { 'content-type': 'application/json' };
	for (const init of [
		{ body: new URLSearchParams({ subscribed_fields: subscribed_fields.join() }) },
		{ body: JSON.stringify({ subscribed_fields }), headers: json }
	]) {
		expect((await client.ask(path, { method: 'POST', ...init })).status).toBe(200);
		expect(await (await client.ask(path)).json()).toEqual({ data: [{ subscribed_fields }] });
		await client.ask(path, { method: 'DELETE' });
	}
});

test.each([
	['shoes', EVERY, 400, 100, 'Param subscribed_fields[0] must be one of {comments, '],
	['comments,story_insights', EVERY, 400, 100, 'Param subscribed_fields[1] must be one of'],
	['', EVERY, 400, 100, 'The parameter subscribed_fields is required'],
	['live_comments', EVERY.slice(0, 1), 403, 200, 'needed: instagram_business_manage_comments'],
	['comments,messages', EVERY.slice(0, 2), 403, 200, 'To subscribe to the messages field, one of'],
	['comments', EVERY.slice(1), 403, 10, 'does not have permission']
])('the webhook fields %j with %j are refused', async (fields, scopes, status, code, words) => {
	const token = await client.token('ada.draws', { scopes });
	const path = `/me/subscribed_apps?access_token=${token}`;
	const error = await errorOf(
		await client.ask(`${path}&subscribed_fields=${fields}`, { method: 'POST' })
	);
	expect(error).toMatchObject({ status, code });
	expect(error.message).toContain(words);
	expect(client.world.subscriptions.size).toBe(0);
});
