import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	ADA,
	NOON,
	publishWorld,
	type PublishWorld
} from '../../../../../tests/support/publish-world.ts';
import { hours, minutes, seconds } from '../../clock.ts';
import { ToolRefusal } from '../../keys/tool-refusal.ts';
import { NeverSent } from './never-sent.ts';
import { lookAtUnclear, storeTold } from './job.ts';
import { listUnclear, settle } from './unclear.ts';

/** Who settles: where their browser is, and when. */
const BY = { at: NOON, address: '192.0.2.7' };

let world: PublishWorld;
beforeEach(async () => {
	world = await publishWorld();
});
afterEach(() => world.close());

const TIDE = { caption: 'Low tide' };
const posts = () => world.meta.posts.filter(({ caption }) => caption !== 'Posted by another app');
const refused = (code: string) => ({ name: 'ToolRefusal', code });
const look = () => lookAtUnclear(world.guard(), () => Promise.resolve(world.read));

describe('a publish that Meta answers', () => {
	it('goes through as it came, and a repeat gets the same id without Meta', async () => {
		const container = await world.container(TIDE);
		const first = await world.publish(container);
		expect(first).toEqual({ status: 200, id: world.meta.posts[0]?.id });
		const { publishes, reads } = world.meta;
		const asked = reads.length;
		expect(await world.publish(container)).toEqual(first);
		expect([world.meta.publishes, world.meta.reads.length]).toEqual([publishes, asked]);
	});

	it('is answered after a restart too', async () => {
		const container = await world.container(TIDE);
		const first = await world.publish(container);
		await world.restart();
		expect(await world.publish(container)).toEqual(first);
		expect(posts()).toHaveLength(1);
	});

	it('keeps ids beyond 2^53 whole', async () => {
		const bytes = new TextEncoder().encode('{"id":17900000000000019}');
		const send = () => Promise.resolve({ status: 200, headers: new Headers(), bytes });
		await world.publish('1', ADA, { send });
		expect(await world.publish('1')).toEqual({ status: 200, id: '17900000000000019' });
	});

	it.each([9007, 9, 100, 24, 80_002])('with %d is free for another try', async (code) => {
		const container = await world.container(TIDE);
		world.meta.mood = code;
		expect(await world.publish(container)).toEqual({ status: 400, code });
		expect(await world.rows()).toEqual([]);
		world.meta.mood = 'well';
		expect(await world.publish(container)).toMatchObject({ status: 200 });
	});

	it('twice at once is sent once', async () => {
		const container = await world.container(TIDE);
		const [one, two] = await Promise.allSettled([
			world.publish(container),
			world.publish(container)
		]);
		expect([one.status, two.status].sort()).toEqual(['fulfilled', 'rejected']);
		const failed = one.status === 'rejected' ? one : two;
		expect(failed).toMatchObject({ reason: { ...refused('in_flight'), retryAfter: 5 } });
		expect(world.meta.publishes).toBe(1);
	});

	it('waits while one of the same words is under way', async () => {
		const containers = [await world.container(TIDE), await world.container(TIDE)];
		const ended = await Promise.allSettled(containers.map((id) => world.publish(id)));
		expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('with the same words once more is a new post, when the first was clear', async () => {
		await world.publish(await world.container(TIDE));
		await world.publish(await world.container(TIDE));
		expect(posts()).toHaveLength(2);
	});

	it('that never left is free, and its refusal goes on', async () => {
		const container = await world.container(TIDE);
		const refusal = new ToolRefusal('meta_unreachable', 'No way.', 'Try again.');
		const send = () => Promise.reject(new NeverSent(refusal));
		await expect(world.publish(container, ADA, { send })).rejects.toBe(refusal);
		expect(await world.rows()).toEqual([]);
	});
});

describe('a publish that was done and told as failed', () => {
	it.each(['done and code 2', 'done and reset'] as const)('%s is found', async (mood) => {
		const container = await world.container(TIDE);
		world.meta.mood = mood;
		const id = await world.publish(container);
		expect(id).toEqual({ status: 200, id: world.meta.posts[0]?.id, reconciled: true });
		world.meta.mood = 'well';
		expect(await world.publish(container)).toEqual({ status: 200, id: id.id });
		expect(posts()).toHaveLength(1);
	});

	it('is found by its words where the container is silent, beside a decoy of other words', async () => {
		world.meta.isHonest = false;
		world.meta.mood = 'done and code 2';
		const container = await world.container(TIDE);
		world.meta.during = () => {
			world.meta.post({ caption: 'Posted by another app' });
			return Promise.resolve();
		};
		const { id } = await world.publish(container);
		expect(world.meta.posts.find((post) => post.id === id)?.caption).toBe('Low tide');
	});

	it('is never taken for a decoy of the same words, nor sent again', async () => {
		world.meta.mood = 'done and code 2';
		const container = await world.container(TIDE);
		world.meta.during = () => Promise.resolve(world.meta.post());
		await expect(world.publish(container)).rejects.toMatchObject({
			...refused('outcome_unknown'),
			message: expect.stringContaining('This was published') as string
		});
		world.meta.mood = 'well';
		for (let again = 0; again < 3; again += 1) {
			world.clock.time += minutes(10);
			await expect(world.publish(container)).rejects.toMatchObject(refused('outcome_unknown'));
			await look();
		}
		expect(world.meta.publishes).toBe(1);
	});

	it('is not taken for a post with the same words from before', async () => {
		world.meta.post();
		world.clock.time += seconds(20);
		world.meta.mood = 'not done and code 2';
		await expect(world.publish(await world.container(TIDE))).rejects.toMatchObject(
			refused('outcome_unknown')
		);
	});

	it('goes by Meta’s clock where ours is wrong', async () => {
		world.meta.ahead = -hours(30);
		world.meta.isHonest = false;
		world.meta.mood = 'done and code 2';
		expect(await world.publish(await world.container(TIDE))).toMatchObject({ reconciled: true });
	});

	it('is looked for among the stories, where it is one', async () => {
		world.meta.mood = 'done and code 2';
		world.meta.isHonest = false;
		const container = await world.container({ media_type: 'STORIES' });
		expect(await world.publish(container)).toMatchObject({ reconciled: true });
		expect(world.meta.reads).not.toContain(`${ADA.accountId}/media`);
	});
});

describe('a publish of which nobody knows', () => {
	let container: string;
	beforeEach(async () => {
		container = await world.container(TIDE);
		world.meta.mood = 'not done and code 2';
		await expect(world.publish(container)).rejects.toMatchObject(refused('outcome_unknown'));
		world.meta.mood = 'well';
	});

	it('is not sent again before it is proved that it was not done', async () => {
		for (let passed = 0; passed < 4; passed += 1) {
			world.clock.time += minutes(1);
			await expect(world.publish(container)).rejects.toMatchObject(refused('outcome_unknown'));
		}
		world.clock.time += minutes(1.5);
		expect(await world.publish(container)).toMatchObject({ status: 200 });
		expect([world.meta.publishes, posts().length]).toEqual([2, 1]);
	});

	it('is not sent again where the list cannot be read', async () => {
		world.meta.isReadable = false;
		world.clock.time += hours(3);
		await expect(world.publish(container)).rejects.toMatchObject(refused('outcome_unknown'));
		expect(world.meta.publishes).toBe(1);
	});

	it('is judged first when the whole job runs again', async () => {
		const again = await world.container({ ...TIDE, image_url: 'https://a.test/2.jpg' });
		await expect(world.publish(again)).rejects.toMatchObject(refused('outcome_unknown'));
		expect(world.meta.publishes).toBe(1);
		world.clock.time += minutes(6);
		expect(await world.publish(again)).toMatchObject({ status: 200 });
		expect(posts()).toHaveLength(1);
	});

	it('holds up no other words, no other connection, and no other kind', async () => {
		expect(await world.publish(await world.container({ caption: 'High tide' }))).toMatchObject({
			status: 200
		});
		const other = { ...ADA, id: 'b', accountId: '17841400000000002' };
		expect(await world.publish(await world.container(TIDE, other), other)).toMatchObject({
			status: 200
		});
		const reel = await world.container({ ...TIDE, media_type: 'REELS' });
		expect(await world.publish(reel)).toMatchObject({ status: 200 });
	});

	it('is listed with why, and settled by a person who saw it', async () => {
		const [unclear] = await listUnclear(world.db, 'ada');
		expect(unclear).toMatchObject({ creationId: container, kind: 'image', why: '2' });
		expect(await listUnclear(world.db, 'somebody')).toEqual([]);
		const id = unclear?.id ?? '';
		expect(await settle(world.db, 'somebody', id, 'it is not there', BY)).toBe(false);
		expect(await settle(world.db, 'ada', id, 'it is there', BY)).toBe(true);
		expect(await settle(world.db, 'ada', id, 'it is not there', BY)).toBe(false);
		await expect(world.publish(container)).rejects.toMatchObject(refused('outcome_unknown'));
		expect(await listUnclear(world.db, 'ada')).toEqual([]);
		const lines = world.db.selectFrom('auditLog').selectAll().where('kind', '=', 'publish_settled');
		expect(await lines.execute()).toMatchObject([
			{ creatorId: 'ada', connectionId: 'a', detail: '{"seen":"it is there"}', address: BY.address }
		]);
		// What is settled stands in nobody's way.
		expect(await world.publish(await world.container(TIDE))).toMatchObject({ status: 200 });
	});

	it('is free once a person says that it is not there', async () => {
		const [unclear] = await listUnclear(world.db, 'ada');
		await settle(world.db, 'ada', unclear?.id ?? '', 'it is not there', BY);
		expect(await world.publish(container)).toMatchObject({ status: 200 });
	});

	it('is looked at by the job after 5 s, 15 s, 1, 3 and 10 minutes', async () => {
		const rows = async () => (await world.rows())[0];
		const waits: number[] = [];
		world.meta.isReadable = false;
		for (let looks = 0; looks < 6; looks += 1) {
			const next = (await rows())?.nextLookAt ?? 0;
			waits.push((next - world.clock.time) / 1000);
			world.clock.time = next;
			await look();
		}
		expect(waits).toEqual([5, 15, 60, 180, 600, 3600]);
	});

	it('is freed by the job once it is proved that it was not done', async () => {
		for (let looks = 0; looks < 5; looks += 1) {
			world.clock.time = (await world.rows())[0]?.nextLookAt ?? world.clock.time;
			await look();
		}
		expect(await world.rows()).toEqual([]);
	});

	it('is looked at later where Meta may not be asked now', async () => {
		world.clock.time += minutes(1);
		await lookAtUnclear(world.guard(), () => Promise.resolve(null));
		expect((await world.rows())[0]).toMatchObject({
			looks: 0,
			nextLookAt: world.clock.time + minutes(1)
		});
	});
});

describe('a client that runs its whole job again', () => {
	it('after a reset that was found meanwhile gets the post that is there', async () => {
		const container = await world.container(TIDE);
		world.meta.mood = 'done and code 2';
		world.meta.isLate = true;
		await expect(world.publish(container)).rejects.toMatchObject(refused('outcome_unknown'));
		world.meta.isLate = false;
		world.clock.time += seconds(6);
		await look();
		world.meta.mood = 'well';

		const again = await world.container(TIDE);
		const found = await world.publish(again);
		expect(found).toEqual({ status: 200, id: world.meta.posts[0]?.id, reconciled: true });
		expect(await world.publish(again)).toEqual({ status: 200, id: found.id });
		expect([world.meta.publishes, posts().length]).toEqual([1, 1]);
		// Another one, later, is meant.
		expect((await world.publish(await world.container(TIDE))).id).not.toBe(found.id);
	});

	it('after the server was killed before its answer left gets that answer', async () => {
		const { id } = await world.publish(await world.container(TIDE));
		await world.restart();
		const again = await world.publish(await world.container(TIDE));
		expect(again).toEqual({ status: 200, id, reconciled: true });
		expect(posts()).toHaveLength(1);
	});

	it('after its answer left has a new post', async () => {
		await world.publish(await world.container(TIDE));
		await storeTold(world.guard(), Date.now() + seconds(2));
		await world.restart();
		await world.publish(await world.container(TIDE));
		expect(posts()).toHaveLength(2);
	});

	it('with other pictures and no words is never answered with an earlier id', async () => {
		world.meta.mood = 'not done and code 2';
		await expect(world.publish(await world.container({}))).rejects.toThrow();
		world.meta.mood = 'well';
		const other = await world.container({ image_url: 'https://a.test/2.jpg' });
		expect(await world.publish(other)).toMatchObject({ status: 200 });
		const same = await world.container({});
		await expect(world.publish(same)).rejects.toMatchObject(refused('outcome_unknown'));
	});
});

describe('a server that is killed', () => {
	it('before it sent leaves the container free', async () => {
		const container = await world.container(TIDE);
		void world.publish(container, ADA, { send: () => new Promise(() => undefined) });
		await expect.poll(world.rows).toHaveLength(1);
		await world.db.updateTable('publishes').set({ state: 'claimed' }).execute();
		await world.restart();
		expect(await world.publish(container)).toMatchObject({ status: 200 });
	});

	it('after it sent looks before it sends again', async () => {
		const container = await world.container(TIDE);
		world.meta.during = () => new Promise(() => undefined);
		void world.publish(container);
		await expect.poll(() => world.meta.publishes).toBe(1);
		await world.restart();
		world.meta.during = () => Promise.resolve();
		await expect(world.publish(container)).rejects.toMatchObject(refused('outcome_unknown'));
		expect((await listUnclear(world.db, 'ada'))[0]?.why).toBe('the server stopped after sending');
	});
});
