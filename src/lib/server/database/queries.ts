import { CamelCasePlugin, type Dialect, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Queries in the names of the code: `creatorId` stands for the column `creator_id`. What a column
 * holds stays as it is, and SQL that is written out (`sql`) names columns as the database does.
 */
export const queriesBy = <Tables = Schema>(dialect: Dialect) =>
	new Kysely<Tables>({
		dialect,
		plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })]
	});
