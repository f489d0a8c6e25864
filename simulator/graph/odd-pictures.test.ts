import { afterAll, beforeAll, expect, test } from 'vitest';
import { askUnderHost } from '../test-client.ts';
import { PICTURES } from './odd-pictures.ts';
import { type GraphCaller, type GraphTestClient, startGraphClient } from './test-client.ts';

let client: GraphTestClient;
let caller: GraphCaller;
beforeAll(async () => {
	client = await startGraphClient();
	caller = await client.caller('instagram');
});
afterAll(() => client.close());

const addressOf = async () => {
	const { data = [] } = await caller.get(`${caller.id}/media`, { fields: 'media_type,media_url' });
	return String(data.find(({ media_type: type }) => type === 'IMAGE')?.['media_url']);
};
const set = (pictures: string) => client.control('POST', 'switches', { pictures });

test.each(PICTURES)('the switch %s', async (pictures) => {
	await set(pictures);
	const leaving = new AbortController();
	const answer = await fetch(await addressOf(), { redirect: 'manual', signal: leaving.signal });
	if (pictures === 'slow') {
		const reader = answer.body?.getReader();
		expect((await reader?.read())?.value?.subarray(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
		const more = await Promise.race([
			reader?.read(),
			new Promise((resolve) => setTimeout(() => resolve('nothing'), 300))
		]);
		expect(more).toBe('nothing');
		leaving.abort();
		return;
	}
	const bytes = Buffer.from(await answer.arrayBuffer());
	const told: Record<(typeof PICTURES)[number], () => void> = {
		true: () => expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9])),
		svg: () => expect(bytes.toString()).toContain('<script>'),
		html: () => expect(bytes.toString()).toContain('<h1>'),
		redirect: () => expect(answer.headers.get('location')).toContain('169.254.169.254'),
		slow: () => undefined,
		oversized: () => expect(bytes.length).toBeGreaterThan(10_000_000),
		truncated: () => expect(bytes.subarray(-2)).not.toEqual(Buffer.from([0xff, 0xd9])),
		bomb: () => expect([bytes.length < 100_000, bytes.readUInt32BE(16)]).toEqual([true, 9000]),
		expired: () => expect(answer.status).toBe(403)
	};
	told[pictures]();
});

test('the host of pictures serves them, and nothing else', async () => {
	await set('true');
	const { pathname, search } = new URL(await addressOf());
	const host = 'scontent.cdninstagram.com';
	expect((await askUnderHost(client.port, host, pathname + search)).status).toBe(200);
	expect((await askUnderHost(client.port, host, '/me')).status).toBe(404);
});

test('an address runs out by the clock', async () => {
	const address = await addressOf();
	await client.control('POST', 'clock', { advanceMs: 4 * 86_400_000 + 1000 });
	expect((await fetch(address)).status).toBe(403);
	expect((await fetch(await addressOf())).status).toBe(200);
});
