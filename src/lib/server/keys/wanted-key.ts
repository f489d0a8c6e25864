import * as z from 'zod';
import { AppError } from '../errors.ts';
import { readExpiry } from './key-terms.ts';
import type { WantedKey } from './store.ts';

const wanted = z.object({
	name: z.string(),
	connections: z.array(z.string()),
	actions: z.array(z.string()),
	expiresAt: z.string().nullish()
});
const renamed = z.object({ name: z.string() });

/**
 * What a script asks for a new key; its words are judged when it is made.
 * @throws AppError invalid_request
 */
export function readWantedKey(given: unknown): Omit<WantedKey, 'creatorId'> {
	const read = wanted.safeParse(given);
	if (!read.success) {
		throw new AppError(
			'invalid_request',
			'A key needs { name, connections, actions } and may have expiresAt, a date.'
		);
	}
	const { expiresAt, ...rest } = read.data;
	return { ...rest, expiresAt: typeof expiresAt === 'string' ? readExpiry(expiresAt) : null };
}

/** @throws AppError invalid_request */
export function readNewName(given: unknown): string {
	const read = renamed.safeParse(given);
	if (!read.success) throw new AppError('invalid_request', 'A key is renamed by { name }.');
	return read.data.name;
}
