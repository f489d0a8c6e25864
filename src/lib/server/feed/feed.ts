import type { Selectable } from 'kysely';
import type { FeedTable } from '../database/feed-tables.ts';
import { type Rules, storedRules } from './rules.ts';

/** A public address that shows posts of one connection. */
export type Feed = {
	id: string;
	connectionId: string;
	name: string;
	slug: string;
	isOn: boolean;
	rules: Rules;
	version: number;
	createdAt: number;
};

export const feedOf = ({ enabled, rules, ...row }: Selectable<FeedTable>): Feed => ({
	...row,
	isOn: enabled === 1,
	rules: storedRules(rules)
});
