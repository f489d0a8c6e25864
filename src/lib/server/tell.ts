import type { Transaction } from 'kysely';
import type { Schema } from './database/schema.ts';

/** What has just become true and somebody may have to hear of; alerts/ decides who, and whether. */
export type Fact =
	/** Something that the health of this connection goes by. */
	| { what: 'connection'; id: string }
	| { what: 'token renewed'; connectionId: string }
	/** `isNew`, `isFirst`: see sessions/seen-browsers.ts. */
	| {
			what: 'session began';
			creatorId: string;
			browser: string;
			isNew: boolean;
			isFirst: boolean;
			byLink: boolean;
	  }
	| { what: 'invitation accepted' }
	/** What other rooms find; `sentence` is told as it is. */
	| { what: 'instance'; type: 'instance.backup_failed' | 'instance.meta_change'; sentence: string }
	| { what: 'feed stale'; creatorId: string; sentence: string }
	/** New posts have no picture; the owner hears of it. */
	| { what: 'no room for pictures'; sentence: string };

/**
 * Lets who has to hear it hear of a fact: what is told is written in the transaction that made it
 * true, and sent later.
 */
export type Tell = (trx: Transaction<Schema>, fact: Fact) => Promise<void>;

export const tellNobody: Tell = () => Promise.resolve();
