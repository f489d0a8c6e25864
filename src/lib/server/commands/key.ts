import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Kysely } from 'kysely';
import { PROVIDER_IDS } from '../../logins.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import { AppError, StartError } from '../errors.ts';
import { ACTION_IDS } from '../keys/actions.ts';
import { readExpiry } from '../keys/key-terms.ts';
import { makeKey } from '../keys/store.ts';
import type { Settings } from '../settings/settings.ts';
import { namedConnection } from './named-connection.ts';
import { NOT_STARTED, type Print, toStandardError } from './terminal.ts';

const USAGE = [
	`npm run -s mooring -- key NAME --connection USERNAME --actions ACTION,ACTION [--expires 2027-05-31] [--login ${PROVIDER_IDS.join('|')}]`,
	`The actions are ${ACTION_IDS.join(', ')}. --connection may be given more than once.`
];

/**
 * `npm run mooring -- key NAME …`: makes a key on the machine itself, for the creator who has the
 * accounts, and prints it as its only line. A Mooring that runs knows it at once.
 */
export async function run(
	settings: Settings,
	args: string[],
	print: Print,
	tell: Print = toStandardError
): Promise<number> {
	const asked = readArguments(args);
	if (!asked) {
		USAGE.forEach(tell);
		return 2;
	}
	if (!hasDatabase(databaseFile(settings.dataDir))) {
		tell(NOT_STARTED);
		return 1;
	}
	const db = await openInstance(settings, Date.now());
	try {
		print(await makeAsked(db, asked));
		return 0;
	} catch (error) {
		if (!(error instanceof StartError || error instanceof AppError)) throw error;
		tell(error.message);
		return 1;
	} finally {
		await db.destroy();
	}
}

type Asked = NonNullable<ReturnType<typeof readArguments>>;

/** @throws AppError, StartError with the sentence to print */
async function makeAsked(
	db: Kysely<Schema>,
	{ name, connections, login, actions, expires }: Asked
) {
	const named = [];
	for (const username of connections) named.push(await namedConnection(db, username, login));
	const [creatorId = '', ...others] = new Set(named.map((one) => one.creatorId));
	if (others.length > 0) throw new StartError('These accounts belong to different creators.');
	const wanted = {
		creatorId,
		name,
		connections: named.map(({ id }) => id),
		actions,
		expiresAt: expires === undefined ? null : readExpiry(expires)
	};
	const now = Date.now();
	const doing = { now, at: now, address: null, byTerminal: true, random: randomBytes };
	return (await makeKey(db, wanted, doing)).secret;
}

function readArguments(args: string[]) {
	const options = {
		connection: { type: 'string', multiple: true },
		actions: { type: 'string', default: '' },
		expires: { type: 'string' },
		login: { type: 'string' }
	} as const;
	try {
		const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
		const [name, ...others] = positionals;
		const { connection: connections, actions, ...rest } = values;
		if (name === undefined || others.length > 0 || !connections) return null;
		const named = actions.split(',').map((action) => action.trim());
		return { name, connections, ...rest, actions: named.filter((action) => action !== '') };
	} catch {
		return null;
	}
}
