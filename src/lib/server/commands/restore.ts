import { parseArgs } from 'node:util';
import { NO_KEY } from '../backup/prepare.ts';
import { restore } from '../backup/restore.ts';
import { restoredLines } from '../backup/words.ts';
import { StartError } from '../errors.ts';
import type { Settings } from '../settings/settings.ts';
import { type Print, toStandardError } from './terminal.ts';

/** Some tokens do not open with the key at hand. */
const CLOSED = 4;

/**
 * `npm run mooring -- restore FILE [--replace]`: puts a backup into an empty data folder, or in the
 * place of what is there, which is kept beside it, and says how many tokens the key at hand opens.
 */
export async function run(
	settings: Settings,
	args: string[],
	print: Print,
	tell: Print = toStandardError
): Promise<number> {
	const asked = readArguments(args);
	if (!asked) {
		tell('Which backup? npm run mooring -- restore FILE [--replace]');
		return 2;
	}
	if (settings.backup.key === null) {
		tell(NO_KEY);
		return 1;
	}
	try {
		const restored = await restore(asked.file, settings, { ...asked, now: Date.now() });
		for (const line of restoredLines(restored, settings.dataDir)) print(line);
		return restored.tried.closed.length > 0 ? CLOSED : 0;
	} catch (error) {
		if (!(error instanceof StartError)) throw error;
		tell(error.message);
		return 1;
	}
}

function readArguments(args: string[]) {
	const options = { replace: { type: 'boolean', default: false } } as const;
	try {
		const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
		const [file, ...others] = positionals;
		return file && others.length === 0 ? { file, replaces: values.replace } : null;
	} catch {
		return null;
	}
}
