import type { Time } from './column-types.ts';

/** One thing at Meta that is looked at; see meta-changes/findings.ts. Real time. */
export type MetaFindingTable = {
	subject: string;
	/** What was found there; null: all is as it was. */
	found: string | null;
	/** When it was looked at. */
	at: Time;
	/** The change that the owner was told of; null: none. */
	told: string | null;
};
