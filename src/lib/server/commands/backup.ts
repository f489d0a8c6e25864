import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { drill } from '../backup/drill.ts';
import { keepAs, nextIn } from '../backup/keep-backup.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { noting, sentenceOf } from '../backup/note-backup.ts';
import { NO_KEY } from '../backup/prepare.ts';
import { secretKeyText } from '../backup/secret-key-text.ts';
import { closedLines, madeLines } from '../backup/words.ts';
import { triedSentence } from '../backup/try-tokens.ts';
import { withWorkingFolder } from '../database/working-folder.ts';
import type { Settings } from '../settings/settings.ts';
import { type Print, toStandardError } from './terminal.ts';

const USAGE =
	'npm run mooring -- backup [FILE|-] [--with-key] [--with-media], or backup --drill [FILE]';

/** Some tokens do not open with the key at hand. */
const CLOSED = 4;
/** Stopped by a signal. */
const STOPPED = 130;

/**
 * `npm run mooring -- backup [FILE|-]`: a checked and encrypted copy of the instance, made while it runs
 * or not; into the folder of backups where no file is named. `--drill` restores one into a temporary
 * folder and says how many tokens open.
 */
export async function run(
	settings: Settings,
	args: string[],
	print: Print,
	{ tell = toStandardError, output = process.stdout } = {}
): Promise<number> {
	const asked = readArguments(args);
	if (!asked) {
		tell(USAGE);
		return 2;
	}
	if (settings.backup.key === null) {
		tell(NO_KEY);
		return 1;
	}
	if (asked.file === '-' && output.isTTY) {
		tell('A backup is no text for a terminal: lead it into a file or a program, or name a file.');
		return 2;
	}
	const stopped = new AbortController();
	const stop = () => stopped.abort();
	for (const signal of SIGNALS) process.once(signal, stop);
	try {
		const { signal } = stopped;
		if (asked.isDrill) return await drillIt(settings, asked, print, signal);
		return await backUp(settings, { ...asked, signal, output }, asked.file === '-' ? tell : print);
	} catch (error) {
		if (stopped.signal.aborted) {
			tell('The backup was stopped, and nothing of it is left.');
			return STOPPED;
		}
		tell(sentenceOf(error) ?? 'The backup was stopped.');
		return 1;
	} finally {
		for (const signal of SIGNALS) process.off(signal, stop);
	}
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Asked = NonNullable<ReturnType<typeof readArguments>>;
type Doing = Asked & { signal: AbortSignal; output: Writable };

async function backUp(settings: Settings, doing: Doing, print: Print): Promise<number> {
	const { file, withKey, withMedia, signal, output } = doing;
	const { dataDir, practice, backup } = settings;
	const now = Date.now();
	const to = file === undefined ? 'folder' : file === '-' ? 'stream' : 'file';
	const made = await noting(settings, { to, now }, () =>
		withWorkingFolder(dataDir, (working) => {
			const path =
				file === undefined ? nextIn(backup.folder, now) : file === '-' ? file : resolve(file);
			const wanted = {
				dataDir,
				working,
				mode: practice ? ('practice' as const) : ('live' as const),
				backupKey: backup.key ?? '',
				secretKey: withKey ? secretKeyText(settings) : null,
				withMedia,
				now,
				signal
			};
			return makeBackup(wanted, async (pieces) => ({
				where: path === '-' ? 'standard output' : path,
				bytes: await (path === '-' ? writeTo(output, pieces) : keepAs(path, pieces))
			}));
		})
	);
	for (const line of madeLines(made.manifest, made.kept)) print(line);
	return 0;
}

async function drillIt(
	settings: Settings,
	{ file, withMedia }: Asked,
	print: Print,
	signal: AbortSignal
) {
	const { tried } = await drill(settings, { file, withMedia, now: Date.now(), signal });
	print(triedSentence(tried));
	for (const line of closedLines(tried)) print(line);
	return tried.closed.length > 0 ? CLOSED : 0;
}

async function writeTo(output: Writable, pieces: AsyncIterable<Uint8Array>): Promise<number> {
	let bytes = 0;
	for await (const piece of pieces) {
		bytes += piece.length;
		await new Promise<void>((resolve, reject) => {
			output.write(piece, (error) => (error ? reject(error) : resolve()));
		});
	}
	return bytes;
}

function readArguments(args: string[]) {
	const options = {
		drill: { type: 'boolean', default: false },
		'with-key': { type: 'boolean', default: false },
		'with-media': { type: 'boolean', default: false }
	} as const;
	try {
		const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
		const [file, ...others] = positionals;
		if (others.length > 0 || file === '' || (values.drill && file === '-')) return null;
		return {
			file,
			isDrill: values.drill,
			withKey: values['with-key'],
			withMedia: values['with-media']
		};
	} catch {
		return null;
	}
}
