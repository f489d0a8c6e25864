import { ago, between, DAY, MINUTE, timeLeft } from '$lib/format.ts';
import type { Tone } from '$lib/words.ts';

/** An account as a key's page shows it. */
export type KeyAccount = {
	/** Of its connection. */
	id: string;
	accountId: string;
	username: string;
	name: string;
	pictureUrl: string | null;
	login: string;
	/** The host of Meta's that the Graph address stands for. */
	standsFor: string;
	/** Why a tool gets nothing from it; null: it works. */
	trouble: string | null;
	/** Actions that are not granted at Meta, and where that is asked for. */
	lacks: Record<string, string>;
};

export type KeyAction = { id: string; words: string; isRisky: boolean };

/** The accounts for which Meta does not allow an action yet. */
export const lackingOf = (action: string, accounts: KeyAccount[]) =>
	accounts.filter(({ lacks }) => lacks[action] !== undefined);

/** A key as pages show it; times in ISO 8601 UTC, in real time. */
export type ToolKey = {
	id: string;
	name: string;
	may: KeyAction[];
	accounts: KeyAccount[];
	createdAt: string;
	expiresAt: string | null;
	lastUsedAt: string | null;
	revokedAt: string | null;
	callsToday: number;
	refusedToday: number;
};

/** Warned in time: at 14 days and less. */
const SOON = 14 * DAY;

/** Whether it opens something at `now`. */
export const isLiving = ({ revokedAt, expiresAt }: ToolKey, now: string) =>
	revokedAt === null && (expiresAt === null || between(now, expiresAt) > 0);

/** "Works until revoked", "Expires in 12 days", "Expired", "Revoked". */
export function stateOf(key: ToolKey, now: string): { word: string; tone: Tone } {
	if (key.revokedAt !== null) return { word: 'Revoked', tone: 'off' };
	if (key.expiresAt === null) return { word: 'Does not expire', tone: 'good' };
	const left = between(now, key.expiresAt);
	if (left <= 0) return { word: 'Expired', tone: 'off' };
	const { count, unit } = timeLeft(key.expiresAt, now);
	return { word: `Expires in ${String(count)} ${unit}`, tone: left <= SOON ? 'warn' : 'good' };
}

/** "not yet", "just now", "5 minutes ago": a use is noted to the minute. */
export function usedWords({ lastUsedAt }: ToolKey, now: string): string {
	if (lastUsedAt === null) return 'not yet';
	return between(lastUsedAt, now) < 2 * MINUTE ? 'just now' : ago(lastUsedAt, now);
}

/** "See posts and stories". */
export const sentenceCase = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
