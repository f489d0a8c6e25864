import type { Kysely, Transaction } from 'kysely';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { retryWhileBusy } from '../database/retry-busy.ts';
import type { Schema } from '../database/schema.ts';
import { type TokenVault, UnreadableToken } from '../vault/token-vault.ts';
import { allTexts, type SealedText, textsOfOthers } from './sealed-texts.ts';

type Sealing = {
	db: Kysely<Schema>;
	vault: TokenVault;
	currentId: () => string;
	/** Real time to wait while the database is busy; the simulation passes its own. */
	sleep?: (ms: number) => Promise<unknown>;
};

/**
 * Seals with the current key what another one sealed, text by text, beside everything else that goes
 * on: a text that changes meanwhile stays as it became, and has its turn later. Can be broken off
 * anywhere.
 * @param onSealed hears the number of texts sealed so far
 * @returns that number
 */
export async function sealAnew(
	{ db, vault, currentId, sleep = sleepFor }: Sealing,
	onSealed: (count: number) => void = () => undefined
): Promise<number> {
	let count = 0;
	for (let isOver = false; !isOver;) {
		isOver = true;
		for await (const found of textsOfOthers(db, currentId())) {
			const text = openOrNull(vault, found);
			if (text === null) continue;
			isOver = false;
			const sealed = vault.seal(text, found.place);
			if (await retryWhileBusy(() => found.replace(sealed), sleep)) onSealed((count += 1));
		}
	}
	return count;
}

/** How many texts open that another key than this one sealed. */
export async function countLeft(
	db: Kysely<Schema> | Transaction<Schema>,
	vault: TokenVault,
	currentId: string
): Promise<number> {
	let left = 0;
	for await (const text of textsOfOthers(db, currentId)) {
		if (openOrNull(vault, text) !== null) left += 1;
	}
	return left;
}

/** How many sealed texts open, and how many do with no key at hand. */
export async function countTexts(db: Kysely<Schema> | Transaction<Schema>, vault: TokenVault) {
	const counts = { open: 0, closed: 0 };
	for await (const text of allTexts(db)) {
		counts[openOrNull(vault, text) === null ? 'closed' : 'open'] += 1;
	}
	return counts;
}

export function openOrNull(
	vault: TokenVault,
	{ sealed, place }: Pick<SealedText, 'sealed' | 'place'>
): string | null {
	try {
		return vault.open(sealed, place);
	} catch (error) {
		if (error instanceof UnreadableToken) return null;
		throw error;
	}
}
