import { healthOf } from '../connections/health.ts';
import type { Connection } from '../database/schema.ts';
import type { NoToken } from './current-token.ts';

/** Why there is no token to use, as programs are told. */
export type WhyNoToken = {
	code: 'needs_reconnect' | 'disconnected' | 'locked';
	sentence: string;
	cure: string;
};

const CODES = {
	unknown: 'disconnected',
	not_connected: 'disconnected',
	needs_reconnect: 'needs_reconnect',
	expired: 'needs_reconnect',
	locked: 'locked'
} as const satisfies Record<NoToken['reason'], WhyNoToken['code']>;

const WORDS: Record<WhyNoToken['code'], Omit<WhyNoToken, 'code'>> = {
	needs_reconnect: {
		sentence: 'The token of this account has ended.',
		cure: 'Connect the account again in Mooring.'
	},
	disconnected: {
		sentence: 'This account was disconnected in Mooring.',
		cure: 'Connect it again in Mooring.'
	},
	locked: {
		sentence: 'Mooring is locked: the key in use does not open this token.',
		cure: 'Put the old secret.key back, and start Mooring again.'
	}
};

/** Why a token that was asked for is not there. */
export const whyNoToken = (
	{ reason }: NoToken,
	connection: Connection,
	at: { now: number; isLocked: boolean }
): WhyNoToken => whyUnwell(CODES[reason], connection, at);

/** With the sentence that the account's card has for it, where that is what the card is about. */
export function whyUnwell(
	code: WhyNoToken['code'],
	connection: Connection,
	at: { now: number; isLocked: boolean }
): WhyNoToken {
	const { status, problem } = healthOf(connection, at);
	const { sentence, cure } = WORDS[code];
	return { code, sentence: status === code && problem ? problem.sentence : sentence, cure };
}
