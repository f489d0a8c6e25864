import { StartError } from '../errors.ts';

const NO_LOCKS =
	'its disk refuses the locks that a database needs, as network disks do; set DATA_DIR to a folder on a local disk.';

/**
 * What a refused write or lock means, with its cure, by the system's and SQLite's codes. The first row
 * that fits counts; sqlite.org/rescode.html and errno(3) explain them.
 */
const CAUSES: readonly [RegExp, string][] = [
	[
		/^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL|SQLITE_IOERR_SHMSIZE)$/,
		'there is no space left for it on its disk; free some and try again.'
	],
	[
		/^(EROFS|SQLITE_READONLY.*)$/,
		'its disk is read-only; set DATA_DIR to one that can be written.'
	],
	[
		/^(ENOLCK|EOPNOTSUPP|ENOTSUP|SQLITE_PERM|SQLITE_PROTOCOL|SQLITE_NOLFS|SQLITE_IOERR_\w*LOCK|SQLITE_IOERR_CHECKRESERVEDLOCK|SQLITE_IOERR_SHM(OPEN|LOCK|MAP))$/,
		NO_LOCKS
	],
	[/^SQLITE_BUSY/, 'another program is writing to it right now; try again once it has ended.'],
	[
		/^(EIO|SQLITE_IOERR.*)$/,
		"its disk answered with an error; look for it in the system's log, and whether the disk is full."
	],
	[
		/^(EISDIR|ENOTDIR|EEXIST|ELOOP|SQLITE_CANTOPEN_ISDIR)$/,
		'something else stands in its place, such as a folder, a file or a link that leads nowhere; move that away, or set DATA_DIR to another folder.'
	],
	[
		/^(EACCES|EPERM|SQLITE_CANTOPEN.*)$/,
		'make it writable for the user that runs Mooring, or set DATA_DIR to another folder.'
	]
];

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code);

/** The sentence for an error of the disk: `what` cannot be written, why, and the cure. Null: it is none. */
export function diskSentence(what: string, error: unknown): string | null {
	const code = codeOf(error);
	const cause = CAUSES.find(([pattern]) => pattern.test(code))?.[1];
	return cause === undefined ? null : `${what} cannot be written (${code}): ${cause}`;
}

/** For a lock that is refused where nobody can have it, whatever the code says. */
export const lockFault = (what: string, error: unknown) =>
	new StartError(`${what} cannot be written (${codeOf(error)}): ${NO_LOCKS}`, { cause: error });

/** The same as an error that stops the start, also for a code that is not known here. */
export const diskFault = (what: string, error: unknown) =>
	new StartError(
		diskSentence(what, error) ??
			`${what} cannot be written (${codeOf(error)}): check its path, its rights and its disk.`,
		{ cause: error }
	);
