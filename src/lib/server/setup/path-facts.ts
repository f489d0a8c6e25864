import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type MasterKey, readMasterKeys } from '../settings/secret-key.ts';

/** What the system says of a file or folder; `isOwn` and `mode` mean nothing off POSIX. */
export type PathFacts = { mode: number; isOwn: boolean; isWritable: boolean };

/** Files of the data folder that others must not read; SQLite makes the last two as needed. */
const SECRET_FILES = ['mooring.db', 'mooring.db-wal', 'mooring.db-shm', 'claim.code'];

export type FolderFacts = {
	path: string;
	isPosix: boolean;
	/** null: not there. */
	folder: PathFacts | null;
	files: { name: string; facts: PathFacts }[];
	keyFile: PathFacts | null;
	hasDatabase: boolean;
};

/** Looks at the data folder without touching it: whoever only looks must not mend. */
export function readFolderFacts(dataDir: string): FolderFacts {
	const files = SECRET_FILES.flatMap((name) => {
		const facts = readPath(join(dataDir, name));
		return facts ? [{ name, facts }] : [];
	});
	return {
		path: dataDir,
		isPosix: process.getuid !== undefined,
		folder: readPath(dataDir),
		files,
		keyFile: readPath(keyPath(dataDir)),
		hasDatabase: files.some(({ name }) => name === 'mooring.db')
	};
}

/** The keys of the key file, or null where there is none that can be used. */
export function readKeyFile(dataDir: string): MasterKey[] | null {
	try {
		const { keys } = readMasterKeys(readFileSync(keyPath(dataDir), 'utf8').trim());
		return keys.length > 0 ? keys : null;
	} catch {
		return null;
	}
}

const keyPath = (dataDir: string) => join(dataDir, 'secret.key');

function readPath(path: string): PathFacts | null {
	try {
		const { mode, uid } = statSync(path);
		const isOwn = process.getuid === undefined || process.getuid() === uid;
		return { mode, isOwn, isWritable: isWritable(path) };
	} catch {
		return null;
	}
}

function isWritable(path: string) {
	try {
		accessSync(path, constants.R_OK | constants.W_OK);
		return true;
	} catch {
		return false;
	}
}
