import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/lib/server/clock.ts';
import { PICTURE, startTools, type ToolsWorld } from '../support/tools-world.ts';

let world: ToolsWorld;
let key: string;
let other: string;
beforeAll(async () => {
	world = await startTools();
	const { instagram, facebook } = world.connections;
	key = (await world.key([instagram])).text;
	other = (await world.key([facebook])).text;
});
afterAll(() => world.remove());
beforeEach(async () => {
	await world.control('DELETE', 'faults');
	await world.control('POST', 'switches', {
		publishedContainer: 'PUBLISHED',
		secondApp: 'silent',
		mediaIdShape: 'string',
		usageHeaders: false
	});
});

const form = (fields: Record<string, string>) => ({ body: new URLSearchParams(fields) });
const fault = (endpoint: string, kind: string, more = {}) =>
	world.control('POST', 'faults', { endpoint, kind, times: 1, ...more });
const publishes = async () => (await world.calls())['publish'] ?? 0;

async function container(caption: string, by = key) {
	const { body } = await world.graph(by, 'POST /me/media', form({ image_url: PICTURE, caption }));
	return String(body.id);
}
async function publish(id: string, by = key) {
	const answer = await world.graph(by, 'POST /me/media_publish', form({ creation_id: id }));
	const { status, body, headers } = answer;
	return {
		status,
		id: body.id,
		code: body.error?.mooring?.code ?? body.error?.code,
		reconciled: headers.get('mooring-reconciled'),
		retryAfter: headers.get('retry-after')
	};
}
type Content = { media: { id: string; caption: string | null; clientId: string | null }[] };
async function postsWith(caption: string) {
	const { media } = await world.control<Content>('GET', 'content/ada.draws');
	return media.filter((post) => post.caption === caption && post.clientId !== 'second-app');
}

describe('publishing through a key', () => {
	it('goes through, and a repeat gets the same id without Meta', async () => {
		const id = await container('Once');
		const first = await publish(id);
		expect(first).toMatchObject({ status: 200, reconciled: null });
		const before = await publishes();
		expect(await publish(id)).toMatchObject({ status: 200, id: first.id });
		expect(await publishes()).toBe(before);
	});

	it.each(['done_code_1', 'done_code_2', 'done_2207051', 'done_503', 'done_reset', 'done_timeout'])(
		'%s: the post that is there is found, and nothing is sent twice',
		async (kind) => {
			const caption = `Told as failed: ${kind}`;
			const id = await container(caption);
			await fault('publish', kind);
			const found = await publish(id);
			expect(found).toMatchObject({ status: 200, reconciled: '1' });
			expect((await postsWith(caption)).map((post) => post.id)).toEqual([found.id]);
			expect(await publish(id)).toMatchObject({ status: 200, id: found.id });
			expect(await postsWith(caption)).toHaveLength(1);
		},
		60_000
	);

	it('keeps ids beyond 2^53 whole, though they come as numbers', async () => {
		const id = await container('A number');
		await world.control('POST', 'switches', { mediaIdShape: 'number' });
		await fault('publish', 'done_code_2');
		const found = await publish(id);
		expect((await postsWith('A number')).map((post) => post.id)).toEqual([found.id]);
	});

	it('tells two clients of the same container apart in time', async () => {
		const id = await container('Two at once');
		const both = await Promise.all([publish(id), publish(id)]);
		const statuses = both.map(({ status }) => status).sort();
		if (statuses.includes(429)) {
			const late = both.find(({ status }) => status === 429);
			expect(late).toMatchObject({ code: 'in_flight', retryAfter: '5' });
		}
		expect(await postsWith('Two at once')).toHaveLength(1);
	});

	it('finds its own post by its words, beside a decoy of other words', async () => {
		await world.control('POST', 'switches', {
			publishedContainer: 'FINISHED',
			secondApp: 'other_caption'
		});
		const id = await container('Beside a decoy');
		await fault('publish', 'done_code_2');
		const found = await publish(id);
		expect((await postsWith('Beside a decoy')).map((post) => post.id)).toEqual([found.id]);
	});

	it('posts no second time beside a decoy of the same words, and says so', async () => {
		await world.control('POST', 'switches', { secondApp: 'same_caption' });
		const id = await container('The same words');
		await fault('publish', 'done_code_2');
		expect(await publish(id)).toMatchObject({ status: 502, code: 'outcome_unknown' });
		await world.control('POST', 'switches', { secondApp: 'silent' });
		// The whole job runs again, and the same call.
		const again = await container('The same words');
		expect(await publish(again)).toMatchObject({ status: 502, code: 'outcome_unknown' });
		expect(await publish(id)).toMatchObject({ status: 502, code: 'outcome_unknown' });
		expect(await postsWith('The same words')).toHaveLength(1);
	});

	it('is looked at first where the whole job runs again after a kill', async () => {
		const id = await container('Killed');
		await fault('publish', 'done_timeout');
		const cut = publish(id).catch(() => null);
		await expect.poll(() => postsWith('Killed')).toHaveLength(1);
		await world.stop('SIGKILL');
		expect(await cut).toBeNull();
		await world.restart();
		const again = await publish(await container('Killed'));
		expect(again).toMatchObject({ status: 200, reconciled: '1' });
		expect((await postsWith('Killed')).map((post) => post.id)).toEqual([again.id]);
	});

	it.each([
		['publish_quota', 9],
		['permission_10', 10]
	])('%s frees the container for another try', async (kind, code) => {
		const caption = `Refused: ${kind}`;
		const id = await container(caption);
		await fault('publish', kind);
		expect(await publish(id)).toMatchObject({ code });
		expect(await publish(id)).toMatchObject({ status: 200 });
		expect(await postsWith(caption)).toHaveLength(1);
	});

	it('works by the other login as well', async () => {
		const id = await container('By a Page', other);
		await fault('publish', 'done_reset');
		expect(await publish(id, other)).toMatchObject({ status: 200, reconciled: '1' });
	});
});

describe('Meta’s limits', () => {
	const read = () => world.graph(key, 'GET /me/media');
	it('at 95 percent tools wait, of this login alone, and the creator’s click works', async () => {
		await world.control('POST', 'switches', { usageHeaders: true, usagePercent: 96 });
		expect((await read()).status).toBe(200);
		const held = await read();
		expect([held.status, held.body.error?.mooring?.code]).toEqual([429, 'meta_rate_limited']);
		const wait = Number(held.headers.get('retry-after'));
		expect(wait).toBeGreaterThan(280);
		expect(wait).toBeLessThanOrEqual(minutes(5) / 1000);
		expect((await world.graph(other, 'GET /me/media')).status).toBe(200);
		const { text } = await world.connect(world.owner, 'ada.draws');
		expect(text).toContain(`url=/connections/${world.connections.instagram.id}"`);
	});

	it('a code is delivered as it came, and its block outlives a restart', async () => {
		await world.stop();
		await world.restart();
		await fault('media_list', 'rate_4');
		const told = await read();
		expect([told.status, told.body.error?.code]).toEqual([403, 4]);
		expect(told.body.error?.mooring).toBeUndefined();
		const before = await world.calls();
		await world.restart();
		const blocked = await read();
		expect([blocked.status, blocked.body.error?.mooring?.code]).toEqual([429, 'meta_rate_limited']);
		expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(600);
		expect((await world.calls())['media_list']).toBe(before['media_list']);
	});
});
