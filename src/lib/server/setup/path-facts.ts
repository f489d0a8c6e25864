import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type MasterKey, readMasterKeys } from '../settings/secret-key.ts';

/** What the system says of a file or folder; `isOwn` and `mode` mean nothing off POSIX. */
export type PathFacts = { mode: number; isOwn: boolean; isWritable: boolean };
export type NamedFile = { name: string; facts: PathFacts };

/** Files of the data folder that others must not read; SQLite makes the last two as needed. */
const SECRET_FILES = ['mooring.db', 'mooring.db-wal', 'mooring.db-shm', 'claim.code'];
const KEY_FILE = 'secret.key';
const COPIES = /^(mooring\.db|claim\.code|secret\.key)./;

export type FolderFacts = {
	path: string;
	isPosix: boolean;
	/** null: not there. */
	folder: PathFacts | null;
	files: NamedFile[];
	/** Other files that are named like ours: copies that somebody made, drafts of a start cut off. */
	copies: NamedFile[];
	keyFile: PathFacts | null;
	hasDatabase: boolean;
};

/** Looks at the data folder without touching it: whoever only looks must not mend. */
export function readFolderFacts(dataDir: string): FolderFacts {
	const files = readFiles(SECRET_FILES.map((name) => ({ name, path: join(dataDir, name) })));
	return {
		path: dataDir,
		isPosix: process.getuid !== undefined,
		folder: readPath(dataDir),
		files,
		copies: readFiles(copiesIn(dataDir)),
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

/** Looks at those of these files that are there. */
export const readFiles = (files: { name: string; path: string }[]): NamedFile[] =>
	files.flatMap(({ name, path }) => {
		const facts = readPath(path);
		return facts ? [{ name, facts }] : [];
	});

const keyPath = (dataDir: string) => join(dataDir, KEY_FILE);

function copiesIn(dataDir: string) {
	try {
		return readdirSync(dataDir)
			.filter((name) => COPIES.test(name) && !SECRET_FILES.includes(name))
			.map((name) => ({ name, path: join(dataDir, name) }));
	} catch {
		return [];
	}
}

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
