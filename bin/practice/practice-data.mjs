import {
	copyFileSync,
	existsSync,
	lstatSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { StartError } from '../environment.mjs';

/** What practice leaves in its folder so that the next one knows it for its own. */
const MARK = 'practice.txt';
const MARK_TEXT = 'This folder is for practice mode, which empties it at each start.\n';
/** What an instance makes in its data folder, drafts of a start that was cut off included. */
const OWN =
	/^(mooring\.db(-wal|-shm|-journal|\.schema-\d+(\.[0-9a-f]{12})?)?|(secret\.key|claim\.code|running\.json|restore\.json)(\.[0-9a-f]{12})?|pictures|media|backups|working\.lock|working-[0-9a-f]{12}|before-restore-[\dTZ-]+)$/;
/** SQLite's journal may lie beside the lock while it is held. @param {string} name */
const isLock = (name) => name.startsWith('instance.lock');

/**
 * Practice begins anew at each start of the server: its pretend accounts live as long as the
 * simulator's memory does. Empties the folder `practice` that the settings made only where it says
 * that it is practice's, by its mark or by its database's stamp, and only while no other Mooring
 * uses it; never through a link. What Mooring did not make there stays.
 * @param {{ practice: object | null, dataDir: string }} settings
 * @throws {StartError} its sentence, where the folder is not practice's, or another practice runs in it
 */
export async function emptyPracticeData({ practice, dataDir }) {
	if (!practice || basename(dataDir) !== 'practice' || !existsSync(dataDir)) return;
	if (!lstatSync(dataDir).isDirectory()) throw notPractices(dataDir);
	const { lockInstance } = await import('../../src/lib/server/database/instance-lock.ts');
	const lock = lockInstance(dataDir);
	try {
		if (!(await isPractices(dataDir))) throw notPractices(dataDir);
		for (const name of readdirSync(dataDir)) {
			if (OWN.test(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
		}
		writeFileSync(join(dataDir, MARK), MARK_TEXT, { mode: 0o600 });
	} finally {
		lock.release();
	}
}

/** A database decides, whatever mark lies beside it. @param {string} dataDir */
async function isPractices(dataDir) {
	const names = readdirSync(dataDir).filter((name) => !isLock(name));
	if (!names.includes('mooring.db')) return names.length === 0 || names.includes(MARK);
	const { default: Database } = await import('better-sqlite3');
	// A copy is asked: to open a database, even for reading, makes files beside it.
	const copy = mkdtempSync(join(tmpdir(), 'mooring-practice-'));
	try {
		for (const name of names.filter((name) => /^mooring\.db(-wal)?$/.test(name))) {
			copyFileSync(join(dataDir, name), join(copy, name));
		}
		const sqlite = new Database(join(copy, 'mooring.db'));
		try {
			return sqlite.prepare('SELECT mode FROM instance').pluck().get() === 'practice';
		} finally {
			sqlite.close();
		}
	} catch {
		// Not a database, or not one of ours: whatever it is, it does not say that it is practice's.
		return false;
	} finally {
		rmSync(copy, { recursive: true, force: true });
	}
}

/** @param {string} dataDir */
const notPractices = (dataDir) =>
	new StartError(
		`Practice mode would empty ${dataDir}, which does not say that it is practice's; nothing was touched. Move it away, or set DATA_DIR to another folder.`
	);
