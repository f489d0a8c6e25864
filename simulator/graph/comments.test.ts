import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	type Answer,
	type GraphCaller,
	type GraphTestClient,
	idsIn,
	LOGINS,
	startGraphClient
} from './test-client.ts';

const FIELDS =
	'id,text,timestamp,username,from{id,username},like_count,hidden,parent_id,media{id},' +
	'replies{id,text,parent_id,user{id}}';
let client: GraphTestClient;
let caller: GraphCaller;
let newest: string;
let second: string;
beforeAll(async () => (client = await startGraphClient()));
afterAll(() => client.close());

const comments = (id: string, parameters = {}) => caller.get(`${id}/comments`, parameters);

describe.each(LOGINS)('by %s', (login) => {
	beforeEach(async () => {
		await client.control('POST', 'reset');
		caller = await client.caller(login);
		[newest = '', second = ''] = idsIn(await caller.get(`${caller.id}/media`));
	});

	test('the top comments of a post, newest first, fifty at most', async () => {
		const usual = await comments(newest);
		expect(usual.data).toHaveLength(3);
		expect(Object.keys(usual.data?.[0] ?? {})).toEqual(['timestamp', 'text', 'id']);
		const times = (usual.data ?? []).map(({ timestamp }) => String(timestamp));
		expect(times).toEqual([...times].sort().reverse());
		const many = await comments(second, { limit: '100' });
		expect(many.data).toHaveLength(50);
		const rest = (await (await fetch(many.paging?.next ?? '')).json()) as Answer;
		expect(rest.data).toHaveLength(10);
	});

	test('have all the fields that are documented', async () => {
		const { data = [] } = await comments(newest, { fields: FIELDS });
		const answered = data.find((comment) => 'replies' in comment);
		expect(answered).toEqual({
			id: expect.stringMatching(/^1796\d{13}$/) as unknown,
			text: 'Lovely!',
			timestamp: expect.stringMatching(/\+0000$/) as unknown,
			username: 'mira.paints',
			from: { id: expect.any(String) as unknown, username: 'mira.paints' },
			like_count: expect.any(Number) as unknown,
			hidden: false,
			media: { id: newest },
			replies: {
				data: expect.arrayContaining([
					{
						id: expect.any(String) as unknown,
						text: 'Thank you!',
						parent_id: answered?.id,
						user: { id: caller.id }
					}
				]) as unknown,
				paging: expect.any(Object) as unknown
			}
		});
		expect(data.filter(({ hidden }) => hidden === true)).toHaveLength(1);
		expect((await caller.get(`${answered?.id}/replies`)).data).toHaveLength(2);
		expect(await caller.get(String(answered?.id), { fields: 'text' })).toMatchObject({
			text: 'Lovely!'
		});
		const within = `comments.limit(2){id,replies.limit(1){id}}`;
		const node = await caller.get(newest, { fields: within });
		expect((node.comments as Answer).data).toHaveLength(2);
	});

	test('a comment of one’s own, an answer, an answer to an answer', async () => {
		const own = await caller.post(`${newest}/comments`, { message: 'Mine' });
		expect(own.id).toMatch(/^1796\d{13}$/);
		const answer = await caller.post(`${own.id}/replies`, { message: 'One' });
		await caller.post(`${answer.id}/replies`, { message: 'Two' });
		const { data = [] } = await caller.get(`${own.id}/replies`, { fields: 'text,parent_id' });
		expect(data).toMatchObject([{ text: 'Two' }, { text: 'One' }]);
		for (const one of data) expect(one.parent_id).toBe(own.id);
		expect((await caller.post(`${newest}/comments`)).error?.message).toContain('message');
	});

	test('hide and show, but not one’s own', async () => {
		const [stranger = ''] = idsIn(await comments(second));
		const hidden = async (id: string) => (await caller.get(id, { fields: 'hidden' })).hidden;
		expect(await caller.post(stranger, { hide: 'true' })).toEqual({ success: true });
		expect(await hidden(stranger)).toBe(true);
		expect((await caller.post(`${stranger}/replies`, { message: 'x' })).error?.code).toBe(100);
		await caller.post(stranger, { hide: 'false' });
		expect(await hidden(stranger)).toBe(false);
		const own = await caller.post(`${newest}/comments`, { message: 'Mine' });
		expect(await caller.post(String(own.id), { hide: 'true' })).toEqual({ success: true });
		expect(await hidden(String(own.id))).toBe(false);
		expect((await caller.post(stranger)).error?.message).toContain('hide');
	});

	test('delete takes the answers along', async () => {
		const { data = [] } = await comments(newest, { fields: 'id,replies{id}' });
		const answered = data.find((comment) => 'replies' in comment);
		const [answer = ''] = idsIn(answered?.replies as Answer);
		const { body } = await caller.call('DELETE', String(answered?.id));
		expect(body).toEqual({ success: true });
		for (const gone of [String(answered?.id), answer])
			expect((await caller.get(gone)).error).toMatchObject({ code: 100, error_subcode: 33 });
		expect((await comments(newest)).data).toHaveLength(2);
	});

	test('comments are turned off and on', async () => {
		const isEnabled = async () =>
			(await caller.get(newest, { fields: 'is_comment_enabled' })).is_comment_enabled;
		expect(await caller.post(newest, { comment_enabled: 'false' })).toEqual({ success: true });
		expect(await isEnabled()).toBe(false);
		await caller.post(newest, { comment_enabled: 'true' });
		expect(await isEnabled()).toBe(true);
		expect((await caller.post(newest)).error?.message).toContain('comment_enabled');
	});

	test('need their permission, each of them', async () => {
		const [stranger = ''] = idsIn(await comments(second));
		caller = await client.caller(login, 'ada.draws', ['comments']);
		const refused = [
			await caller.call('GET', `${newest}/comments`),
			await caller.call('GET', stranger),
			await caller.call('GET', newest, { fields: 'comments{id}' }),
			await caller.call('POST', `${newest}/comments`, { message: 'x' }),
			await caller.call('POST', stranger, { hide: 'true' }),
			await caller.call('DELETE', stranger)
		];
		for (const { status, body } of refused) {
			expect(status).toBe(403);
			expect(body.error?.code).toBe(10);
		}
	});

	test('of an app in development mode lists are empty, without an error', async () => {
		await client.control('POST', 'switches', { developmentMode: true });
		expect(await comments(newest)).toEqual({ data: [] });
		expect(await caller.get(newest, { fields: 'id,comments{id}' })).toEqual({ id: newest });
	});

	test('fields with a comment: it is created, and an error is told', async () => {
		const told = await caller.post(`${newest}/comments`, { message: 'Twice?', fields: 'id' });
		expect(told.error).toMatchObject({ code: 20, error_subcode: 1_772_107 });
		expect((await comments(newest)).data?.[0]?.text).toBe('Twice?');
		await client.control('POST', 'switches', { commentWithFields: 'ignored' });
		const fine = await caller.post(`${newest}/comments`, { message: 'Once', fields: 'id' });
		expect(fine).toHaveProperty('id');
	});
});

test('parameters come in the query, as a form, as JSON; hide in a body by switch', async () => {
	await client.control('POST', 'reset');
	caller = await client.caller('instagram');
	[newest = '', second = ''] = idsIn(await caller.get('me/media'));
	const [stranger = ''] = idsIn(await comments(second));
	const send = async (path: string, init: RequestInit) =>
		(await (await client.ask(`/v25.0/${path}`, { method: 'POST', ...init })).json()) as Answer;
	const headers = { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json' };
	const json = (body: object) => ({ headers, body: JSON.stringify(body) });
	const form = new FormData();
	form.set('access_token', caller.token);
	form.set('message', 'As a form');
	expect(await send(`${newest}/comments`, { body: form })).toHaveProperty('id');
	expect(await send(`${newest}/comments`, json({ message: 'As JSON' }))).toHaveProperty('id');
	expect(await send(stranger, json({ hide: true }))).toEqual({ success: true });
	expect((await caller.get(stranger, { fields: 'hidden' })).hidden).toBe(true);
	await client.control('POST', 'switches', { hideInBody: false });
	expect((await send(stranger, json({ hide: false }))).error?.code).toBe(100);
	expect(await caller.post(stranger, { hide: 'false' })).toEqual({ success: true });
});
