import { type Check, fine, warning, wrong } from './check.ts';
import type { FolderFacts } from './path-facts.ts';

/** The bit of folders that everybody may write to, such as a system's temporary folder. */
const STICKY = 0o1000;
const OTHERS = 0o077;

/** The data folder: there, writable, of this user, and closed to others. */
export function folderCheck(facts: FolderFacts): Check {
	const { path, folder, files } = facts;
	if (!folder) {
		return warning('data-folder', {
			title: 'There is no data folder yet',
			sentence: `The first start makes ${path}.`,
			cure: 'Start Mooring: npm start.'
		});
	}
	const readOnly = [{ name: path, facts: folder }, ...files].find((one) => !one.facts.isWritable);
	if (readOnly) {
		return wrong('data-folder', {
			title: 'The data folder cannot be written',
			sentence: `This user may not read and write ${readOnly.name}.`,
			cure: 'Give the folder and its files to the user that runs Mooring (chown).'
		});
	}
	if (!facts.isPosix) {
		return fine('data-folder', {
			title: 'Data folder is writable',
			sentence: 'Who else may read it is not checked on this system.'
		});
	}
	return rightsCheck(facts, folder);
}

function rightsCheck(
	{ path, files, copies }: FolderFacts,
	folder: NonNullable<FolderFacts['folder']>
) {
	if ((folder.mode & STICKY) !== 0) {
		return wrong('data-folder', {
			title: 'The data folder is shared with everybody',
			sentence: `${path} is a folder that everybody may write to.`,
			cure: 'Move the data into a folder of its own, and set DATA_DIR to it.'
		});
	}
	if ((folder.mode & OTHERS) !== 0) {
		return wrong('data-folder', {
			title: 'The data folder is open to others',
			sentence: `Other users of this machine can look into ${path}.`,
			cure: 'Run chmod 700 on it.'
		});
	}
	const open = [...files, ...copies].find(({ facts }) => (facts.mode & OTHERS) !== 0);
	if (open) {
		return wrong('data-folder', {
			title: 'A data file is open to others',
			sentence: `Its rights let other users of this machine at ${open.name}.`,
			cure: 'Run chmod 600 on it.'
		});
	}
	const foreign = [{ name: path, facts: folder }, ...files].find((one) => !one.facts.isOwn);
	if (foreign) {
		return warning('data-folder', {
			title: 'The data belongs to another user',
			sentence: `${foreign.name} belongs to another user than the one that runs this.`,
			cure: 'Give the folder and its files to the user that runs Mooring (chown).'
		});
	}
	return fine('data-folder', {
		title: 'Data folder is private',
		sentence: 'Only this user can read and write it.'
	});
}
