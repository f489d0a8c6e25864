import { join } from 'node:path';
import { minutes } from '../../src/lib/server/clock.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { publishClient, type PublishClient, type Told } from './publish-client.ts';
import { MOMENTS } from './publish-killer.ts';
import { type KilledWorld, startKilledWorld } from './publish-world.ts';

/**
 * `npm run reliability:publish`: so many posts (COUNT, 2000) are published through the built server
 * by two clients at a time, while Meta says wrongly that it failed and the server is killed at every
 * step. Prints how many are there twice, how many are lost, and each of which nobody knows, with why.
 * Ends with 1 where one is there twice or lost, and by itself after MINUTES (60).
 */
const COUNT = Number(process.env['COUNT'] ?? 2000);
const MINUTES = Number(process.env['MINUTES'] ?? 60);
const ACCOUNTS = 8;
/** Every so many posts the server is killed. */
const KILL_EVERY = 16;
/** Every so many posts are one client's alone, which runs its whole job again where it got no id. */
const ALONE_EVERY = 4;

type Post = { username: string; caption: string; containers: string[]; told: Told[] };

const began = performance.now();
let isOver = false;
const stopping = setTimeout(() => (isOver = true), minutes(MINUTES));
const world = await startKilledWorld(ACCOUNTS);
try {
	await run(world);
} finally {
	isOver = true;
	clearTimeout(stopping);
	await world.remove();
}

async function run({ live, troubles, usernames, key, pass, isUp }: KilledWorld) {
	const posts: Post[] = [];
	const hooks = {
		isStopped: () => isOver,
		answered: () => troubles.at('the client has its answer')
	};
	const clientsOf = new Map<string, [PublishClient, PublishClient]>();
	for (const username of usernames) {
		const [one, two] = [await key(username), await key(username)];
		clientsOf.set(username, [
			publishClient(live.origin, one, hooks),
			publishClient(live.origin, two, hooks)
		]);
	}
	let next = 0;

	/** One account's posts, one after the other. */
	async function lane(username: string) {
		const clients = clientsOf.get(username);
		while (clients && next < COUNT && !isOver) {
			const number = (next += 1);
			if (number % KILL_EVERY === 0) {
				const moment = MOMENTS[(number / KILL_EVERY) % MOMENTS.length];
				if (moment) troubles.arm(moment);
			}
			const caption = `Post ${String(number)} of ${String(COUNT)}`;
			const post: Post = { username, caption, containers: [], told: [] };
			posts.push(post);
			await (number % ALONE_EVERY === 0 ? alone(clients[0], post) : together(clients, post));
			if (isOpen(post)) await askLater(clients[0], post);
			if (number % 200 === 0) say(`${String(number)} posts`);
		}
	}

	/** Two clients that do not know of each other publish the same container. */
	async function together([one, two]: [PublishClient, PublishClient], post: Post) {
		const container = await one.container(post.caption);
		post.containers.push(container);
		post.told = await Promise.all([one, two].map((client) => client.publish(container, 3)));
	}

	/** A client that begins anew with picture and words, as a workflow does that failed. */
	async function alone(client: PublishClient, post: Post) {
		for (let job = 0; job < 4; job += 1) {
			const container = await client.container(post.caption);
			post.containers.push(container);
			post.told = [await client.publishOrFail(container)];
			if (post.told.some((told) => 'id' in told)) return;
		}
	}

	/** What nobody knew is asked once more, six minutes later. */
	async function askLater(client: PublishClient, post: Post) {
		await pass(minutes(6));
		post.told.push(await client.publish(post.containers.at(-1) ?? '', 1));
	}

	await Promise.all(usernames.map(lane));
	await isUp();
	await live.stop();
	await report(world, posts);
}

async function report({ live, troubles }: KilledWorld, posts: Post[]) {
	const unclear = await unclearIn(live.dataDir);
	const all = live.simulator.world.content;
	const doubles: string[] = [];
	const lost: string[] = [];
	const open: string[] = [];
	for (const { username, caption, containers, told } of posts) {
		const same = all.of(username).filter((post) => post.caption === caption);
		const there = same.filter(({ clientId }) => clientId !== 'second-app');
		if (there.length > 1) doubles.push(caption);
		const ids = told.flatMap((one) => ('id' in one ? [one.id] : []));
		const isWrong = ids.some((id) => !there.some((post) => post.id === id));
		const why = containers.map((id) => unclear.get(id)).find(Boolean);
		if (isWrong || (ids.length === 0 && !why)) lost.push(`${caption}: ${JSON.stringify(told)}`);
		const twin = same.length > there.length ? 'another app posted the same words' : 'no twin';
		if (ids.length === 0 && why) {
			open.push(`${caption}: ${why}; ${twin}; ${String(there.length)} there`);
		}
	}
	for (const [what, times] of Object.entries(troubles.counts).sort())
		say(`${what}: ${String(times)}`);
	for (const line of open) say(`unclear: ${line}`);
	for (const line of [...doubles, ...lost]) say(`WRONG: ${line}`);
	const kills = Object.entries(troubles.counts)
		.filter(([what]) => what.startsWith('killed'))
		.reduce((sum, [, times]) => sum + times, 0);
	say(
		`${String(posts.length)} posts, ${String(kills)} kills: ${String(doubles.length)} double, ` +
			`${String(lost.length)} lost, ${String(open.length)} unclear`
	);
	if (doubles.length + lost.length > 0 || posts.length < COUNT) process.exitCode = 1;
}

/** What the stopped server has as unclear: by container, why. */
async function unclearIn(dataDir: string): Promise<Map<string, string>> {
	const { db } = openDatabase(join(dataDir, 'mooring.db'));
	const rows = await db
		.selectFrom('publishes')
		.selectAll()
		.where('state', '=', 'unclear')
		.execute();
	await db.destroy();
	return new Map(
		rows.map(({ creationId, why, knownMedia, containerSays }) => [
			creationId,
			`${why ?? 'no answer'}; what was there before ${knownMedia === null ? 'is not known' : 'is known'}; the container says ${containerSays ?? 'nothing'}`
		])
	);
}

function isOpen({ told }: Post) {
	return !told.some((one) => 'id' in one);
}

function say(line: string) {
	const passed = Math.round((performance.now() - began) / 1000);
	process.stdout.write(`${String(passed).padStart(5)} s  ${line}\n`);
}
