import type { Kysely } from 'kysely';
import { isProviderId, LOGINS, PROVIDER_IDS } from '../../logins.ts';
import type { Connection, Schema } from '../database/schema.ts';
import { StartError } from '../errors.ts';

/**
 * The connection that an operator names, by its username in any case or by its id.
 * @param login of which of Meta's logins; undefined: of whichever has it
 * @throws StartError with the sentence to print: none, or more than one
 */
export async function namedConnection(
	db: Kysely<Schema>,
	given: string,
	login: string | undefined
): Promise<Connection> {
	if (login !== undefined && !isProviderId(login)) {
		throw new StartError(`There is no such login; it is one of ${PROVIDER_IDS.join(', ')}.`);
	}
	const name = given.replace(/^@/, '').toLowerCase();
	// Compared here: SQLite's lower() knows ASCII only.
	const found = (await db.selectFrom('connections').selectAll().execute()).filter(
		({ id, username, provider }) =>
			(id === name || username.toLowerCase() === name) &&
			(login === undefined || provider === login)
	);
	const [connection, ...others] = found;
	if (!connection) {
		const by = login === undefined ? '' : ` by ${LOGINS[login].name}`;
		throw new StartError(`No account @${name} is connected here${by}.`);
	}
	if (others.length === 0) return connection;
	const logins = [...new Set(found.map(({ provider }) => provider))];
	throw new StartError(
		logins.length > 1
			? `@${name} is connected more than once: add --login ${logins.join(' or --login ')}.`
			: `@${name} is the name of more than one account here: give the id that its page has in its address.`
	);
}
