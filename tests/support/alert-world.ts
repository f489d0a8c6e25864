import { randomUUID } from 'node:crypto';
import { type Channel, newChannel } from '../../src/lib/server/alerts/channels.ts';
import { deliveries, type Send } from '../../src/lib/server/alerts/deliver.ts';
import { usualTypes } from '../../src/lib/server/alerts/events.ts';
import { look } from '../../src/lib/server/alerts/look.ts';
import { messageOf } from '../../src/lib/server/alerts/message.ts';
import { arrived, type Result } from '../../src/lib/server/alerts/result.ts';
import { teller } from '../../src/lib/server/alerts/tell.ts';
import { days } from '../../src/lib/server/clock.ts';
import { createSweep } from '../../src/lib/server/renewal/sweep.ts';
import type { ChannelKind } from '../../src/lib/view.ts';
import { renewalWorld, START } from './renewal-world.ts';

/** One message that left. */
export type Left = {
	day: number;
	to: string;
	type: string;
	title: string;
	text: string;
	ids: string[];
};

export type AlertWorld = ReturnType<typeof alertWorld>;

/**
 * A world of renewals with alerts: a fault for each account, and a post that notes what leaves. Its
 * owner is Ada.
 */
export function alertWorld() {
	const world = renewalWorld();
	const { db, clock, meta } = world;
	const origin = new URL('https://mooring.example');
	const state = { isLocked: false, answer: (_: Channel): Result => arrived('Sent.') };
	const left: Left[] = [];
	const at = () => ({ now: clock.now(), isLocked: state.isLocked, origin, isPractice: false });
	const tell = teller(at);
	world.deps.tell = tell;

	/** What Meta answers for an account instead. */
	const faults = new Map<string, Error>();
	const accountOf = (token: string) => meta.alive.get(token) ?? '';
	const { refresh, readProfile } = world;
	const [renew, read] = [refresh.getMockImplementation(), readProfile.getMockImplementation()];
	if (!renew || !read) throw new Error('the world of renewals has no Meta');
	refresh.mockImplementation((token) => {
		const fault = faults.get(accountOf(token));
		return fault ? Promise.reject(fault) : renew(token);
	});
	readProfile.mockImplementation(async (token) => {
		const fault = faults.get(accountOf(token));
		if (fault) throw fault;
		return { ...(await read(token)), username: accountOf(token) };
	});

	const send: Send = (channel, rows) => {
		const { title, lines } = messageOf(rows);
		left.push({
			day: (clock.now() - START) / days(1),
			to: channel.address,
			type: rows[0]?.type ?? '',
			title,
			text: lines.map(({ sentence }) => sentence).join(' '),
			ids: rows.map(({ id }) => id)
		});
		return Promise.resolve(state.answer(channel));
	};
	const log = { warn: () => undefined, error: () => undefined };
	const deps = { db, clock, log, isLocked: () => state.isLocked, send };
	let outgoing = deliveries(deps);
	const sweep = createSweep(world.deps);

	return {
		...world,
		origin,
		state,
		left,
		at,
		tell,
		faults,
		outgoing: () => outgoing,
		/** Another process takes over: whatever was under way in the one before is forgotten. */
		restart: () => (outgoing = deliveries(deps)),
		look: () => look({ db, at, realNow: clock.now }),
		deliver: () => outgoing.run(),
		/** The minute's look and the post, after what is due was renewed. */
		async tick(ms: number) {
			clock.time += ms;
			await sweep.run();
			await look({ db, at, realNow: clock.now });
			await outgoing.run();
		},
		/** What left since this was asked last. */
		takeLeft: () => left.splice(0),
		async addChannel(address: string, more: Partial<Channel> & { kind?: ChannelKind } = {}) {
			const kind = more.kind ?? 'mail';
			const channel = {
				...newChannel({
					id: randomUUID(),
					creatorId: 'ada',
					kind,
					address,
					sealed: null,
					types: usualTypes(kind),
					state: 'on',
					createdAt: clock.now()
				}),
				...more
			};
			await db.insertInto('alertChannels').values(channel).execute();
			return channel.id;
		},
		/** Makes Ada the owner; her first connection has to be there. */
		own: () =>
			db.insertInto('claim').values({ id: 1, creatorId: 'ada', claimedAt: START }).execute()
	};
}
