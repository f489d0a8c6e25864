import { parseArgs } from 'node:util';
import { audit } from '../audit/audit-log.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import { ownDataArchive } from '../own-data/archive.ts';
import { namedCreator } from '../own-data/named-creator.ts';
import type { Settings } from '../settings/settings.ts';
import { writeOut } from './write-out.ts';
import { NOT_STARTED, type Print, toStandardError } from './terminal.ts';

/**
 * `npm run mooring -- export USERNAME [FILE|-]`: everything that is stored of a creator, as a tar without
 * tokens, keys or codes; with `-` to standard output. Without FILE it stands where the command was
 * typed, named after creator and day. Works beside a running server. What it says goes to standard
 * error.
 */
export async function run(
	settings: Settings,
	args: string[],
	_print: Print,
	tell: Print = toStandardError
): Promise<number> {
	const asked = readArguments(args);
	if (!asked) {
		tell('Whose data? npm run -s mooring -- export USERNAME [FILE|-]');
		return 2;
	}
	if (asked.file === '-' && process.stdout.isTTY) {
		tell('A tar is nothing for a terminal: name a file, or lead it on with | or >.');
		return 2;
	}
	if (!hasDatabase(databaseFile(settings.dataDir))) {
		tell(NOT_STARTED);
		return 1;
	}
	const now = Date.now();
	const db = await openInstance(settings, now);
	try {
		const creator = await namedCreator(db, asked.username);
		const detail = { what: 'everything', by: 'terminal' };
		await audit(db, { kind: 'export_made', at: now, creatorId: creator.id, detail });
		const archive = ownDataArchive(
			{ db, dataDir: settings.dataDir, origin: settings.origin },
			creator.id,
			now
		);
		const file = asked.file ?? defaultName(creator.name, now);
		const { path, bytes } = await writeOut(archive, file);
		tell(
			`Everything that is stored of ${creator.name}, ${inWords(bytes)}, is ${path === null ? 'written' : `in ${path}`}. No token, key or code is in it; whoever has it knows all else.`
		);
		return 0;
	} finally {
		await db.destroy();
	}
}

const defaultName = (name: string, now: number) =>
	`mooring-export-${name.replace(/[^\w.-]+/g, '-')}-${new Date(now).toISOString().slice(0, 10)}.tar`;

const inWords = (bytes: number) =>
	bytes < 1_000_000
		? `${String(Math.ceil(bytes / 1000))} KB`
		: `${String(Math.ceil(bytes / 1_000_000))} MB`;

function readArguments(args: string[]) {
	try {
		const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
		const [username, file = null, ...others] = positionals;
		return username && others.length === 0 ? { username, file } : null;
	} catch {
		return null;
	}
}
