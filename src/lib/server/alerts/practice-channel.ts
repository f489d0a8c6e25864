import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { newChannel } from './channels.ts';
import { usualTypes } from './events.ts';

/** Reserved for examples (RFC 2606): nobody has it. */
export const PRACTICE_MAIL = 'you@practice.example';

/** Where people practise there is an address from the start: what would have been sent is seen at once. */
export async function addPracticeChannel(trx: Transaction<Schema>, creatorId: string, now: number) {
	const channel = newChannel({
		id: randomUUID(),
		creatorId,
		kind: 'mail',
		address: PRACTICE_MAIL,
		sealed: null,
		types: usualTypes('mail'),
		state: 'on',
		createdAt: now
	});
	await trx.insertInto('alertChannels').values(channel).execute();
}
