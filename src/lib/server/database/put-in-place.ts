import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../errors.ts';
import { diskFault } from './disk-faults.ts';
import { takeLock } from './instance-lock.ts';
import { keepEntry, readSecretFile, writeSecretFile } from './secret-file.ts';

/**
 * A restore that is decided: what is to be done is written down before the first file moves, so that
 * one that is killed in between is finished by the next start or command.
 */
const DECIDED = z.object({
	/** The folder in the data folder that holds what is restored. */
	from: z.string().regex(/^working-[0-9a-f]{12}$/),
	/** The folder that keeps what was there before. */
	before: z.string().regex(/^before-restore-[\dTZ-]+$/),
	/** What was there before is out of the way: only what is restored is left to be moved. */
	isCleared: z.boolean()
});

export type Decided = z.infer<typeof DECIDED>;

const NOTE = 'restore.json';
const noteFile = (dataDir: string) => join(dataDir, NOTE);

/** What belongs to the instance that was there before, by its name. */
const isItsOwn = (name: string, restored: string[]) =>
	/^(mooring\.db(-wal|-shm|-journal|\.schema-\d+)?|pictures|media)$/.test(name) ||
	(name === 'secret.key' && restored.includes(name));

/** Tests pass one that fails. */
export type Moves = { rename: typeof renameSync; note: typeof writeSecretFile };
const MOVES: Moves = { rename: renameSync, note: writeSecretFile };

/**
 * Puts a restored instance in the place of what is in the data folder, which is kept in a folder of its
 * own there. The caller has the instance's lock. Killed at any point, the data folder holds the one or,
 * once `finishRestore` has run, the other.
 * @returns the names that are kept
 * @throws StartError
 */
export function putInPlace(
	dataDir: string,
	{ from, before }: Omit<Decided, 'isCleared'>,
	moves = MOVES
): string[] {
	note(dataDir, { from, before, isCleared: false }, moves);
	finish(dataDir, moves);
	const kept = join(dataDir, before);
	return existsSync(kept) ? readdirSync(kept) : [];
}

/**
 * Finishes a restore that was decided and then cut off; mostly there is none.
 * @param isLocked whether the caller has the instance's lock already
 * @throws StartError
 */
export function finishRestore(dataDir: string, { isLocked }: { isLocked: boolean }) {
	if (!existsSync(noteFile(dataDir))) return;
	const lock = isLocked
		? null
		: takeLock(dataDir, 'instance.lock', 'A restore is under way here; wait until it has ended.');
	try {
		finish(dataDir, MOVES);
	} finally {
		lock?.release();
	}
}

function finish(dataDir: string, moves: Moves) {
	const decided = readNote(dataDir);
	if (!decided) return;
	const [from, before] = [join(dataDir, decided.from), join(dataDir, decided.before)];
	try {
		if (!decided.isCleared) {
			clear(dataDir, before, readdirSync(from), moves);
			note(dataDir, { ...decided, isCleared: true }, moves);
		}
		if (existsSync(from)) moveAll(from, dataDir, readdirSync(from), moves);
		keepEntry(dataDir);
		rmSync(noteFile(dataDir));
		rmSync(from, { recursive: true, force: true });
	} catch (error) {
		throw diskFault(`The data folder ${dataDir}`, error);
	}
}

function clear(dataDir: string, before: string, restored: string[], moves: Moves) {
	const names = readdirSync(dataDir).filter((name) => isItsOwn(name, restored));
	if (names.length === 0) return;
	if (!existsSync(before)) mkdirSync(before, { mode: 0o700 });
	moveAll(dataDir, before, names, moves);
	keepEntry(before);
}

/** What was moved by a run before this one is not there any more. */
function moveAll(from: string, to: string, names: string[], { rename }: Moves) {
	for (const name of names) rename(join(from, name), join(to, name));
}

const note = (dataDir: string, decided: Decided, moves: Moves) =>
	moves.note(noteFile(dataDir), JSON.stringify(decided), {
		what: 'The note on the restore',
		replaces: true
	});

function readNote(dataDir: string): Decided | null {
	const text = readSecretFile(noteFile(dataDir));
	if (text === null) return null;
	try {
		return DECIDED.parse(JSON.parse(text));
	} catch (error) {
		throw new StartError(
			`The file ${noteFile(dataDir)} cannot be read, and nothing was touched: restore the backup again with --replace once it is removed.`,
			{ cause: error }
		);
	}
}
