import { randomBytes } from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	linkSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { dirname } from 'node:path';
import { diskFault } from './disk-faults.ts';
import { prepareFolder, tighten } from './file-rights.ts';

/**
 * What a secret file holds, without the blanks and the byte-order mark around it, its rights taken
 * back to 0600. It may be anything: whoever reads it checks it.
 * @returns null where there is no such file
 */
export function readSecretFile(file: string): string | null {
	try {
		tighten(file, 0o600);
		return readFileSync(file, 'utf8').trim();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

/**
 * Writes a secret for its owner alone (0600), whole or not at all, whatever the disk or the power
 * does meanwhile. Of two programs that do so at once the first one's stays, unless `replaces` says that
 * what is there is no secret.
 * @param what the file in the words of the sentence, e.g. "The key file"
 * @throws StartError where it cannot be written
 */
export function writeSecretFile(
	file: string,
	secret: string,
	{ what, replaces }: { what: string; replaces: boolean }
) {
	prepareFolder(dirname(file));
	const draft = `${file}.${randomBytes(6).toString('hex')}`;
	try {
		writeFileSync(draft, `${secret}\n`, { flag: 'wx', mode: 0o600, flush: true });
		if (replaces) renameSync(draft, file);
		else linkSync(draft, file);
		keepEntry(dirname(file));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
			throw diskFault(`${what} ${file}`, error);
	} finally {
		dropDraft(draft);
	}
}

/** Whatever keeps a draft from going has kept the file from being written, which is told. */
export function dropDraft(draft: string) {
	try {
		rmSync(draft, { force: true });
	} catch {
		// It stays closed to others.
	}
}

/** A new name is safe from a power cut once its folder is on the disk too; some systems cannot say. */
export function keepEntry(folder: string) {
	try {
		const descriptor = openSync(folder, 'r');
		fsyncSync(descriptor);
		closeSync(descriptor);
	} catch {
		// The file itself is complete, which is what counts.
	}
}
