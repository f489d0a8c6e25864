import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import {
	type Block,
	blockAfter,
	dropBlock,
	LONGEST_BLOCK,
	readBlocks,
	storeBlock
} from './blocks.ts';
import { createHolds } from './holds.ts';
import { type Braked, type Place, placeOfConnection, placeOfLogin } from './places.ts';
import { readUsage } from './usage.ts';

/** What the brake hears of an answer of Meta's; `bytes` as they came. */
export type Heard = { status: number; headers: Pick<Headers, 'get'>; bytes: Uint8Array };

/** For whom a call is made: `creator` is a person's own click. */
export type Caller = 'background' | 'tool' | 'creator';

/** Who may call Meta how soon, by what Meta says of its limits ("Rate Limits", Graph API). */
export type Brake = {
	/**
	 * Asked before each call, which then has to be made: after a hold one call passes.
	 * @returns null: call; else how long to wait in milliseconds, and the code of a block
	 */
	mayCall(connection: Braked, by: Caller): { waitMs: number; code: number | null } | null;
	/** The same question without the call: nobody else has to wait for what it brings. */
	held(connection: Braked, by: Caller): { waitMs: number; code: number | null } | null;
	/** Told of every answer of Meta. Counts at once, resolves when a block is stored; never rejects. */
	heard(connection: Braked, answer: Heard): Promise<void>;
};

/** @param now real time in milliseconds: Meta's limits do not go by the clock of practice mode */
export async function openBrake({
	db,
	now,
	log
}: {
	db: Kysely<Schema>;
	now: () => number;
	log?: { error(facts: object, words: string): void };
}): Promise<Brake> {
	const blocks = await readBlocks(db);
	const holds = createHolds();
	for (const [place, { until }] of blocks) holds.holdUntil(place, until);
	const placesOf = (connection: Braked) => [
		placeOfLogin(connection),
		placeOfConnection(connection)
	];

	const blockAt = (place: Place, time: number) => {
		const block = blocks.get(place);
		return block && block.until > time && block.until <= time + LONGEST_BLOCK ? block : null;
	};
	const longest = (waits: number[]) => Math.max(0, ...waits);

	function stored(write: Promise<void>) {
		return write.catch((error: unknown) => {
			log?.error(
				{ error: error instanceof Error ? error.message : 'unknown' },
				'a block by Meta could not be stored'
			);
		});
	}

	function held(connection: Braked, by: Caller) {
		const time = now();
		const places = placesOf(connection);
		const blocked = places.map((place) => blockAt(place, time)).filter((one) => one !== null);
		if (blocked.length > 0) {
			const last = blocked.reduce((one, other) => (other.until > one.until ? other : one));
			return { waitMs: last.until - time, code: last.code };
		}
		if (by === 'creator') return null;
		const waitMs = longest(places.map((place) => holds.waitMs(place, by, time)));
		return waitMs > 0 ? { waitMs, code: null } : null;
	}

	return {
		held,
		mayCall(connection, by) {
			const waiting = held(connection, by);
			if (waiting === null && by !== 'creator') {
				for (const place of placesOf(connection)) holds.pass(place, by, now());
			}
			return waiting;
		},

		async heard(connection, answer) {
			const time = now();
			const usage = readUsage(answer);
			const isGood = answer.status < 400 && usage.code === null;
			const [login, own] = [placeOfLogin(connection), placeOfConnection(connection)];
			const { app, account, appRegainMs, accountRegainMs, code } = usage;
			holds.note(login, { percent: app, regainMs: appRegainMs, isGood, now: time });
			holds.note(own, { percent: account, regainMs: accountRegainMs, isGood, now: time });
			if (code !== null) {
				const place = code === 4 ? login : own;
				const regainMs = longest([appRegainMs ?? 0, accountRegainMs ?? 0]) || null;
				const block: Block = blockAfter(blocks.get(place), { code, now: time, regainMs });
				blocks.set(place, block);
				holds.holdUntil(place, block.until);
				const connectionId = place === own ? connection.id : null;
				return stored(storeBlock(db, place, connectionId, block));
			}
			if (!isGood) return;
			// A good answer after a block ends the run of blocks.
			for (const place of [login, own]) {
				if (!blocks.has(place) || blockAt(place, time)) continue;
				blocks.delete(place);
				await stored(dropBlock(db, place));
			}
		}
	};
}
