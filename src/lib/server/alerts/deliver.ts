import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import { holdsLease, RELEASED } from '../database/lease.ts';
import type { Schema } from '../database/schema.ts';
import type { Log } from '../log.ts';
import { type Channel, noteResult, readChannel } from './channels.ts';
import { claimMessage, endClaims, isAnyDue, retryAt } from './queue.ts';
import type { Result } from './result.ts';
import { type AlertRow, WAIT_FOR_OTHERS } from './write-alert.ts';

/** How many messages are on their way at a time: one that hangs must not hold up the others. */
const WORKERS = 6;

/** Sends the alerts of one message to a channel; never throws. */
export type Send = (channel: Channel, message: AlertRow[]) => Promise<Result>;

export type DeliveryDeps = {
	db: Kysely<Schema>;
	clock: Clock;
	log: Pick<Log, 'warn' | 'error'>;
	isLocked: () => boolean;
	/** Sends one message; never throws. */
	send: Send;
};

/** Sends what is due. A run that is asked for while one is under way joins it. */
export function deliveries(deps: DeliveryDeps) {
	let underWay: Promise<void> | null = null;
	let latest: Promise<unknown> = Promise.resolve();
	let isStopped = false;
	const arrivals: Arrivals = new Map();

	/** One claim after the other: what belongs into one message must not be taken by two. */
	function inTurn<Taken>(claim: () => Promise<Taken>): Promise<Taken> {
		const taken = latest.then(claim);
		latest = taken.catch(() => undefined);
		return taken;
	}
	async function send(ahead: number) {
		if (!(await isAnyDue(deps.db, deps.clock.now() + ahead))) return;
		await Promise.all(Array.from({ length: WORKERS }, () => work(ahead)));
	}
	async function work(ahead: number) {
		while (!isStopped) {
			const { db, clock, isLocked } = deps;
			const taker = { now: clock.now() + ahead, owner: randomUUID(), isLocked: isLocked() };
			const message = await inTurn(() => claimMessage(db, taker));
			if (message.length === 0) return;
			try {
				await deliver(deps, arrivals, message);
			} finally {
				endClaims(db, message);
			}
		}
	}
	return {
		run(): Promise<void> {
			if (isStopped) return Promise.resolve();
			underWay ??= send(0).finally(() => (underWay = null));
			return underWay;
		},
		/** Sends what waits for others as well. */
		async runAll(): Promise<void> {
			await underWay;
			if (!isStopped) await send(WAIT_FOR_OTHERS);
		},
		/** Claims nothing new from now on; resolves when what is on its way has arrived or failed. */
		async stop() {
			isStopped = true;
			await underWay?.catch(() => undefined);
		}
	};
}

async function deliver(deps: DeliveryDeps, arrivals: Arrivals, message: AlertRow[]) {
	const [first] = message;
	if (!first) return;
	const channel = await readChannel(deps.db, first.channelId);
	const living = await livingOf(deps.db, message);
	if (!channel || channel.state !== 'on' || living.length === 0) return drop(deps.db, message);
	if (living.length < message.length) {
		await drop(
			deps.db,
			message.filter((row) => !living.includes(row))
		);
	}
	const unwritten = living.filter(({ id }) => arrivals.has(id));
	const fresh = living.filter(({ id }) => !arrivals.has(id));
	const result = arrivals.get(unwritten[0]?.id ?? '');
	if (result) await settle(deps, channel, unwritten, result);
	for (const { id } of unwritten) arrivals.delete(id);
	if (fresh.length > 0) await sendOnce(deps, arrivals, channel, fresh);
}

/** Of what has left and could not be written down, by its id, what came of it. */
type Arrivals = Map<string, Result>;

/** A disk that is full keeps nobody from sending; what has left is not sent again for that. */
async function sendOnce(
	deps: DeliveryDeps,
	arrivals: Arrivals,
	channel: Channel,
	message: AlertRow[]
) {
	const result = await deps.send(channel, message);
	if (result.ok) for (const { id } of message) arrivals.set(id, result);
	await settle(deps, channel, message, result);
	for (const { id } of message) arrivals.delete(id);
}

/** Nothing is told of what was disconnected meanwhile. */
async function livingOf(db: Kysely<Schema>, message: AlertRow[]) {
	const ids = message.flatMap(({ connectionId }) => connectionId ?? []);
	const gone = await db
		.selectFrom('connections')
		.select('id')
		.where('id', 'in', [...ids, ''])
		.where('disconnectedAt', 'is not', null)
		.execute();
	return message.filter(({ connectionId }) => !gone.some(({ id }) => id === connectionId));
}

async function drop(db: Kysely<Schema>, message: AlertRow[]) {
	for (const row of message) await db.deleteFrom('alerts').where(holdsLease(row)).execute();
}

/** Writes down what came of a try: for the alerts, for their channel, and the end in the activity. */
async function settle(
	{ db, clock, log }: DeliveryDeps,
	channel: Channel,
	message: AlertRow[],
	result: Result
) {
	const now = clock.now();
	const messageId = message[0]?.id ?? null;
	if (!result.ok) log.warn({ channelId: channel.id, kind: channel.kind }, 'an alert was not sent');
	await db.transaction().execute(async (trx) => {
		await noteResult(trx, channel.id, result, now);
		let hasFailed = false;
		for (const row of message) {
			const state = await settleOne(trx, row, result, { now, messageId });
			if (state === 'failed') hasFailed = true;
			if (state === 'sent' && row.connectionId !== null)
				await noteHearer(trx, row, row.connectionId);
		}
		if (!hasFailed) return;
		await audit(trx, {
			kind: 'alert_failed',
			at: now,
			creatorId: channel.creatorId,
			detail: { kind: channel.kind, type: message[0]?.type ?? null }
		});
	});
}

/** @returns what became of it; null: somebody else has it, or it is gone */
async function settleOne(
	trx: Transaction<Schema>,
	row: AlertRow,
	result: Result,
	{ now, messageId }: { now: number; messageId: string | null }
) {
	const held = await trx
		.selectFrom('alerts')
		.select('state')
		.where(holdsLease(row))
		.executeTakeFirst();
	if (!held) return null;
	const attempts = row.attempts + (result.ok ? 0 : 1);
	const again = result.ok || !result.mayRetry ? null : retryAt(attempts, now, result.askedToWait);
	// What was overtaken while it was being sent is not tried again.
	const failed = held.state === 'dropped' ? 'dropped' : again === null ? 'failed' : 'waiting';
	const state = result.ok ? 'sent' : failed;
	const doneAt = state === 'waiting' ? null : now;
	await trx
		.updateTable('alerts')
		.set({ state, attempts, nextAttemptAt: again, messageId, doneAt, ...RELEASED })
		.where(holdsLease(row))
		.execute();
	return state;
}

/** Who heard that it is ill hears that it is well. */
async function noteHearer(
	trx: Kysely<Schema>,
	{ type, channelId }: AlertRow,
	connectionId: string
) {
	if (!ILLNESSES.has(type)) return;
	await trx
		.insertInto('alertHearers')
		.values({ connectionId, channelId })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

const ILLNESSES = new Set<string>([
	'connection.warning',
	'connection.needs_reconnect',
	'connection.sign_in_again',
	'connection.disconnected'
]);
