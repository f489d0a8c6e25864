import type { Kysely } from 'kysely';
import { creatorByUsername, readCreator } from '../creators/creator.ts';
import type { Schema } from '../database/schema.ts';
import { StartError } from '../errors.ts';

export type NamedCreator = {
	id: string;
	/** What signs them in, as people call it; the id where nothing does. */
	name: string;
	/** Accounts of this creator besides the one that was named. */
	others: number;
};

/**
 * The creator that an operator names: by the username of what signs them in, of an account that they
 * connected, or by their id. Case does not count.
 * @throws StartError with the sentence to print: none, or more than one
 */
export async function namedCreator(db: Kysely<Schema>, given: string): Promise<NamedCreator> {
	const name = given.replace(/^@/, '').toLowerCase();
	const accounts = await accountsCalled(db, name);
	const byId = (await readCreator(db, name))?.id ?? null;
	const id = byId ?? (await creatorByUsername(db, name)) ?? onlyOne(accounts, name);
	const creator = id === null ? null : await readCreator(db, id);
	if (!creator) throw new StartError(`Nobody here is called ${given}.`);
	const [identity] = creator.identities;
	const isIdentity = creator.identities.some(({ username }) => username.toLowerCase() === name);
	return {
		id: creator.id,
		name: identity?.username ?? creator.id,
		others: byId !== null || isIdentity ? 0 : await othersOf(db, creator.id, name)
	};
}

async function accountsCalled(db: Kysely<Schema>, name: string) {
	// Compared here: SQLite's lower() knows ASCII only.
	const rows = await db.selectFrom('connections').select(['creatorId', 'username']).execute();
	return rows.filter(({ username }) => username.toLowerCase() === name);
}

function onlyOne(accounts: { creatorId: string }[], name: string) {
	const [creatorId = null, ...others] = new Set(accounts.map((account) => account.creatorId));
	if (others.length === 0) return creatorId;
	throw new StartError(
		`@${name} is an account of more than one creator here: give the creator's id, which the address of the page under Settings › Creators ends with.`
	);
}

async function othersOf(db: Kysely<Schema>, creatorId: string, name: string) {
	const rows = await db
		.selectFrom('connections')
		.select('username')
		.where('creatorId', '=', creatorId)
		.execute();
	return new Set(rows.map(({ username }) => username.toLowerCase()).filter((one) => one !== name))
		.size;
}
