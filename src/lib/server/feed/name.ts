import { AppError } from '../errors.ts';
import { clean } from './text.ts';

const LONGEST = 60;

/** @throws AppError invalid_request */
export function readFeedName(given: string): string {
	const name = clean(given).replace(/\s+/gu, ' ').trim();
	if (name !== '' && name.length <= LONGEST) return name;
	throw new AppError(
		'invalid_request',
		`The name of a feed has 1 to ${String(LONGEST)} characters.`
	);
}
