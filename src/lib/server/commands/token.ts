import { parseArgs } from 'node:util';
import { PROVIDER_IDS } from '../../logins.ts';
import { audit } from '../audit/audit-log.ts';
import { systemClock } from '../clock.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import { StartError } from '../errors.ts';
import { createLog } from '../log.ts';
import { metaAppsInUse } from '../meta-apps/in-use.ts';
import { currentToken } from '../renewal/current-token.ts';
import { whyNoToken } from '../renewal/why-no-token.ts';
import type { Settings } from '../settings/settings.ts';
import { loadKeys } from '../vault/key-file.ts';
import { openVault } from '../vault/open-vault.ts';
import { namedConnection } from './named-connection.ts';
import { NOT_STARTED, type Print, toStandardError } from './terminal.ts';

/** There is no token to print. */
const NO_TOKEN = 4;

/**
 * `npm run -s mooring -- token USERNAME`: prints the account's token as its only line, renewed first
 * if that is due, and writes down that it did. Why there is none goes to standard error.
 */
export async function run(
	settings: Settings,
	args: string[],
	print: Print,
	tell: Print = toStandardError
): Promise<number> {
	const asked = readArguments(args);
	if (!asked) {
		tell(`Whose token? npm run -s mooring -- token USERNAME [--login ${PROVIDER_IDS.join('|')}]`);
		return 2;
	}
	if (!hasDatabase(databaseFile(settings.dataDir))) {
		tell(NOT_STARTED);
		return NO_TOKEN;
	}
	const db = await openInstance(settings, Date.now());
	try {
		const connection = await namedConnection(db, asked.username, asked.login);
		const masterKeys = loadKeys(settings, { mayCreate: false });
		const { vault } = await openVault(db, settings, masterKeys, Date.now());
		const { providers } = await metaAppsInUse({ db, vault, environment: settings });
		const { refreshAfterDays } = settings;
		const log = createLog('silent');
		const renewal = { db, vault, providers, clock: systemClock, log, refreshAfterDays };
		const current = await currentToken(renewal, connection.id);
		if (!('token' in current)) {
			const at = { now: Date.now(), isLocked: vault.isLocked };
			const { sentence, cure } = whyNoToken(current, connection, at);
			tell(`${sentence} ${cure}`);
			return NO_TOKEN;
		}
		await audit(db, {
			kind: 'token_taken',
			at: Date.now(),
			creatorId: connection.creatorId,
			connectionId: connection.id,
			detail: { by: 'terminal' }
		});
		print(current.token);
		return 0;
	} catch (error) {
		if (!(error instanceof StartError)) throw error;
		tell(error.message);
		return NO_TOKEN;
	} finally {
		await db.destroy();
	}
}

function readArguments(args: string[]) {
	try {
		const options = { login: { type: 'string' } } as const;
		const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
		const [username, ...others] = positionals;
		return username && others.length === 0 ? { username, login: values.login } : null;
	} catch {
		return null;
	}
}
