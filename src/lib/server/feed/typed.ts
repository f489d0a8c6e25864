import * as z from 'zod';
import { AppError } from '../errors.ts';
import type { FeedChange } from './change.ts';
import type { WantedFeed } from './make.ts';

const WANTED = z.strictObject({
	connectionId: z.string().min(1),
	name: z.string().nullish(),
	rules: z.unknown().optional()
});
const CHANGE = z.strictObject({
	name: z.string().optional(),
	slug: z.string().optional(),
	enabled: z.boolean().optional(),
	rules: z.unknown().optional()
});

/**
 * What a script asks for a new feed; its words are judged when it is made.
 * @throws AppError invalid_request
 */
export function readWantedFeed(given: unknown): WantedFeed {
	const read = WANTED.safeParse(given);
	if (!read.success) {
		throw new AppError(
			'invalid_request',
			'A feed needs { connectionId } and may have a name and rules.'
		);
	}
	const { name, ...wanted } = read.data;
	return { ...wanted, name: name ?? undefined };
}

/** @throws AppError invalid_request */
export function readFeedChange(given: unknown): FeedChange {
	const read = CHANGE.safeParse(given);
	if (read.success) return read.data;
	throw new AppError(
		'invalid_request',
		'A feed is changed by { name, slug, enabled, rules }, any of them.'
	);
}
