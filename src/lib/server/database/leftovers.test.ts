import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../errors.ts';
import { beat } from '../renewal/beat.ts';
import { checkpoint } from './erase.ts';
import { hasDatabase } from './leftovers.ts';
import { openDatabase, type OpenDatabase } from './open.ts';

const DB = 'mooring.db';
const FILES = [DB, 'mooring.db-wal', 'mooring.db-shm'];

/** A folder with an open database, as a running Mooring has it; and one where it was killed. */
let root: string;
let running: string;
let killed: string;
let now = 1;
const open: OpenDatabase[] = [];
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'mooring-leftovers-'));
	running = join(root, 'running');
	killed = join(root, 'killed');
	mkdirSync(killed, { mode: 0o700 });
});
afterEach(async () => {
	for (const { db } of open.splice(0)) await db.destroy();
	rmSync(root, { recursive: true });
});

/** What a start does with the database, and some creators more. */
async function start(folder: string) {
	const opened = openDatabase(join(folder, DB), 'live');
	open.push(opened);
	await beat(opened.db, (now += 1));
	await checkpoint(opened.db);
	return opened;
}
const add = ({ db }: OpenDatabase, id: string) =>
	db.insertInto('creators').values({ id, createdAt: 1 }).execute();
async function stop(opened: OpenDatabase) {
	open.splice(open.indexOf(opened), 1);
	await opened.db.destroy();
}
const creators = ({ sqlite }: OpenDatabase) =>
	sqlite.prepare('SELECT id FROM creators ORDER BY id').pluck().all();

/** The files as they are at this moment: what a SIGKILL leaves behind. */
function kill(from = running, to = killed) {
	mkdirSync(to, { recursive: true, mode: 0o700 });
	for (const name of FILES) {
		if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
	}
}
const bytesIn = (folder: string) =>
	readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('latin1')]);

function refused(sentence: RegExp) {
	const before = bytesIn(killed);
	expect(() => openDatabase(join(killed, DB), 'live')).toThrow(StartError);
	expect(() => openDatabase(join(killed, DB), 'live')).toThrow(sentence);
	expect(bytesIn(killed)).toEqual(before);
}
const FOREIGN =
	/^mooring\.db-wal and mooring\.db-shm in \S+killed do not belong to the mooring\.db beside.* nothing was touched: move them away/;

describe('a log that a killed Mooring left', () => {
	it('is played back at the next start, again and again', async () => {
		const first = await start(running);
		for (const id of ['ada', 'bo', 'cy']) {
			await add(first, id);
			kill();
			const again = await start(killed);
			expect(creators(again)).toContain(id);
			await stop(again);
		}
	});

	it('is played back where the mark, or the whole start, was not yet in the file', async () => {
		const opened = openDatabase(join(running, DB));
		open.push(opened);
		kill();
		await stop(await start(killed));
		await beat(opened.db, 2);
		kill();
		await stop(await start(killed));
		await add(opened, 'ada');
		await checkpoint(opened.db);
		await beat(opened.db, 3);
		kill();
		expect(creators(await start(killed))).toEqual(['ada']);
	});

	it('is played back after it was partly played back, and after the file was written anew', async () => {
		const opened = await start(running);
		await add(opened, 'ada');
		await beat(opened.db, 2);
		opened.sqlite.pragma('wal_checkpoint(PASSIVE)');
		await add(opened, 'bo');
		kill();
		expect(creators(await start(killed))).toEqual(['ada', 'bo']);
		opened.sqlite.exec('VACUUM');
		await beat(opened.db, 3);
		await add(opened, 'cy');
		for (const name of FILES) rmSync(join(killed, name), { force: true });
		kill();
		expect(creators(await start(killed))).toEqual(['ada', 'bo', 'cy']);
	});

	it('is played back where its index is gone, and where the file is named by a link', async () => {
		await add(await start(running), 'ada');
		kill();
		rmSync(join(killed, 'mooring.db-shm'));
		const linked = join(root, 'linked');
		mkdirSync(linked, { mode: 0o700 });
		symlinkSync(join(killed, DB), join(linked, DB));
		expect(creators(await start(linked))).toEqual(['ada']);
	});

	it('of a Mooring that wrote no marks yet is played back', async () => {
		const opened = openDatabase(join(running, DB));
		open.push(opened);
		await add(opened, 'ada');
		await checkpoint(opened.db);
		await add(opened, 'bo');
		kill();
		expect(creators(await start(killed))).toEqual(['ada', 'bo']);
	});

	it('that holds nothing, or nothing that SQLite would read, is no matter', async () => {
		const opened = await start(running);
		await add(opened, 'ada');
		await stop(opened);
		for (const log of ['', 'no log', '\0'.repeat(10_000)]) {
			copyFileSync(join(running, DB), join(killed, DB));
			writeFileSync(join(killed, 'mooring.db-wal'), log);
			writeFileSync(join(killed, 'mooring.db-shm'), log);
			const again = await start(killed);
			expect(creators(again)).toEqual(['ada']);
			await stop(again);
		}
	});
});

describe('a backup beside the log of a killed Mooring is refused, and nothing is touched', () => {
	const backup = () => join(root, 'backup.db');

	/** A backup as it is taken while Mooring is stopped; then a start, work and a kill. */
	async function takenWhileStopped() {
		const before = await start(running);
		await add(before, 'ada');
		await stop(before);
		copyFileSync(join(running, DB), backup());
		await add(await start(running), 'bo');
		kill();
		copyFileSync(backup(), join(killed, DB));
	}

	it('taken while it was stopped', async () => {
		await takenWhileStopped();
		refused(FOREIGN);
	});

	it('and once the two are moved away, the backup is what counts', async () => {
		await takenWhileStopped();
		rmSync(join(killed, 'mooring.db-wal'));
		rmSync(join(killed, 'mooring.db-shm'));
		expect(creators(await start(killed))).toEqual(['ada']);
	});

	it('also without the index, which is not named then', async () => {
		await takenWhileStopped();
		rmSync(join(killed, 'mooring.db-shm'));
		refused(/^mooring\.db-wal in \S+ does not belong to the mooring\.db beside.*move it away/);
	});

	it('also beside the log of a Mooring that was started once more, and killed again', async () => {
		const before = await start(running);
		await stop(before);
		copyFileSync(join(running, DB), backup());
		await add(await start(running), 'bo');
		kill(running, join(root, 'once'));
		await add(await start(join(root, 'once')), 'cy');
		kill(join(root, 'once'));
		copyFileSync(backup(), join(killed, DB));
		refused(FOREIGN);
	});

	it.each([
		['.backup', (from: OpenDatabase) => from.sqlite.backup(backup())],
		['VACUUM INTO', (from: OpenDatabase) => void from.sqlite.exec(`VACUUM INTO '${backup()}'`)]
	])('taken by %s while it ran', async (_, take) => {
		const opened = await start(running);
		await add(opened, 'ada');
		await take(opened);
		await add(opened, 'bo');
		kill();
		copyFileSync(backup(), join(killed, DB));
		refused(FOREIGN);
		for (const name of FILES) rmSync(join(killed, name), { force: true });
		copyFileSync(backup(), join(killed, DB));
		// The first start from the backup may be killed too, before the file has a mark of it.
		const restored = openDatabase(join(killed, DB));
		open.push(restored);
		await beat(restored.db, 9);
		await add(restored, 'cy');
		kill(killed, join(root, 'again'));
		expect(creators(await start(join(root, 'again')))).toEqual(['ada', 'cy']);
	});

	it('copied while it ran, from before Mooring emptied the log', async () => {
		const opened = await start(running);
		await add(opened, 'ada');
		await checkpoint(opened.db);
		copyFileSync(join(running, DB), backup());
		await add(opened, 'bo');
		await checkpoint(opened.db);
		await add(opened, 'cy');
		kill();
		copyFileSync(backup(), join(killed, DB));
		refused(FOREIGN);
	});

	it('copied while it ran, from before SQLite began the log anew over the old one', async () => {
		const opened = await start(running);
		opened.sqlite.pragma('wal_checkpoint(TRUNCATE)');
		copyFileSync(join(running, DB), backup());
		for (const id of ['ada', 'bo', 'cy']) await add(opened, id);
		await beat(opened.db, 2);
		opened.sqlite.pragma('wal_checkpoint(RESTART)');
		await beat(opened.db, 3);
		kill();
		copyFileSync(backup(), join(killed, DB));
		refused(FOREIGN);
	});

	it('newer than the log', async () => {
		await add(await start(running), 'ada');
		kill();
		const newer = open[0];
		await beat(newer!.db, 3);
		await beat(newer!.db, 4);
		await checkpoint(newer!.db);
		copyFileSync(join(running, DB), join(killed, DB));
		refused(FOREIGN);
	});

	it('of another instance', async () => {
		await add(await start(running), 'ada');
		kill();
		const other = join(root, 'other');
		await stop(await start(other));
		copyFileSync(join(other, DB), join(killed, DB));
		refused(FOREIGN);
	});

	it('of a Mooring that wrote no marks yet', async () => {
		const old = openDatabase(join(running, DB));
		await old.db.destroy();
		copyFileSync(join(running, DB), backup());
		await stop(await start(running));
		await add(await start(running), 'ada');
		kill();
		copyFileSync(backup(), join(killed, DB));
		refused(FOREIGN);
	});

	it('where no mark tells, but the two together are no whole database', () => {
		const opened = openDatabase(join(running, DB));
		open.push(opened);
		opened.sqlite.exec(
			`WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n LIMIT 400)
			 INSERT INTO creators SELECT id || '-' || hex(zeroblob(100)), 1 FROM n`
		);
		opened.sqlite.pragma('wal_checkpoint(TRUNCATE)');
		opened.sqlite.exec("DELETE FROM creators WHERE id > '2'");
		kill();
		const other = join(root, 'other');
		openDatabase(join(other, DB)).sqlite.close();
		copyFileSync(join(other, DB), join(killed, DB));
		const before = readFileSync(join(killed, DB));
		const log = readFileSync(join(killed, 'mooring.db-wal'));
		expect(() => openDatabase(join(killed, DB))).toThrow(FOREIGN);
		expect(readFileSync(join(killed, DB)).equals(before)).toBe(true);
		expect(readFileSync(join(killed, 'mooring.db-wal')).equals(log)).toBe(true);
	});
});

describe('what lies in the database’s place', () => {
	beforeEach(async () => {
		await add(await start(running), 'ada');
		kill();
	});
	const STRAY =
		/^mooring\.db is not in \S+, but mooring\.db-wal and mooring\.db-shm are, and nothing was touched: put it back, or move them away/;

	it('nothing: the log alone is not deleted, and no new database is made', () => {
		rmSync(join(killed, DB));
		refused(STRAY);
		expect(() => hasDatabase(join(killed, DB))).toThrow(STRAY);
		expect(existsSync(join(killed, DB))).toBe(false);
	});

	it('an empty file', () => {
		truncateSync(join(killed, DB), 0);
		refused(STRAY);
	});

	it.each([
		['a text', 'My diary. '.repeat(1000)],
		['a short text', 'x']
	])('%s', (_, text) => {
		writeFileSync(join(killed, DB), text);
		refused(/is not a database\. It was left as it is/);
	});

	it('a folder', () => {
		rmSync(join(killed, DB));
		mkdirSync(join(killed, DB));
		expect(() => openDatabase(join(killed, DB))).toThrow(/EISDIR.*something else stands/);
	});

	it('a link to what is not there, such as a disk that is not mounted', () => {
		for (const name of FILES) rmSync(join(killed, name));
		symlinkSync(join(root, 'disk', DB), join(killed, DB));
		expect(() => openDatabase(join(killed, DB))).toThrow(/is a link to what is not there: mount/);
		expect(() => hasDatabase(join(killed, DB))).toThrow(/is a link to what is not there/);
	});

	it('an index alone is no matter', async () => {
		rmSync(join(killed, DB));
		rmSync(join(killed, 'mooring.db-wal'));
		expect(hasDatabase(join(killed, DB))).toBe(false);
		expect(creators(await start(killed))).toEqual([]);
	});

	it('a damaged file with its own log: both stay as they are', () => {
		const bytes = readFileSync(join(killed, DB));
		bytes.fill(0xaa, 4096 * 3, 4096 * 4);
		writeFileSync(join(killed, DB), bytes);
		const log = readFileSync(join(killed, 'mooring.db-wal'));
		expect(() => openDatabase(join(killed, DB))).toThrow(/is damaged.*mooring\.db-wal.*away too/);
		expect(readFileSync(join(killed, DB)).equals(bytes)).toBe(true);
		expect(readFileSync(join(killed, 'mooring.db-wal')).equals(log)).toBe(true);
	});
});

describe('a rollback journal', () => {
	/** What a write that was cut off leaves of a database that is not in log mode. */
	function cutOff(file: string, sql: string) {
		const sqlite = new Database(file);
		sqlite.pragma('cache_size = 1');
		sqlite.exec('BEGIN');
		sqlite.exec(sql);
		copyFileSync(file, join(killed, DB));
		copyFileSync(`${file}-journal`, join(killed, 'mooring.db-journal'));
		sqlite.exec('COMMIT');
		sqlite.close();
	}
	const CREATE = `CREATE TABLE x (y); INSERT INTO x SELECT zeroblob(9000) FROM (VALUES (1), (2), (3))`;

	it('beside a backup is named, and not played back into it', async () => {
		cutOff(join(root, 'other.db'), CREATE);
		const opened = await start(running);
		await stop(opened);
		copyFileSync(join(running, DB), join(killed, DB));
		refused(/^mooring\.db-journal in \S+ does not belong to the mooring\.db beside/);
	});

	it('without a database is named', () => {
		cutOff(join(root, 'other.db'), CREATE);
		rmSync(join(killed, DB));
		refused(/^mooring\.db is not in \S+, but mooring\.db-journal is/);
	});

	it.each([0, 4096])(
		'of a first start that was cut off with %d bytes is played back: nothing was in the file yet',
		async (size) => {
			cutOff(join(root, 'other.db'), CREATE);
			copyFileSync(join(root, 'other.db'), join(killed, DB));
			truncateSync(join(killed, DB), size);
			const { sqlite } = await start(killed);
			expect(sqlite.prepare("SELECT name FROM sqlite_schema WHERE name = 'x'").all()).toEqual([]);
		}
	);

	it('that is spent is no matter', async () => {
		await stop(await start(running));
		copyFileSync(join(running, DB), join(killed, DB));
		writeFileSync(join(killed, 'mooring.db-journal'), Buffer.alloc(600));
		expect(creators(await start(killed))).toEqual([]);
	});
});

describe('a refusal that comes after the look inside writes nothing either', () => {
	const whole = async (change: (opened: OpenDatabase) => void) => {
		const opened = await start(running);
		change(opened);
		kill();
	};
	const untouched = (sentence: RegExp) => {
		const before = FILES.slice(0, 2).map((name) => readFileSync(join(killed, name), 'latin1'));
		expect(() => openDatabase(join(killed, DB), 'live')).toThrow(sentence);
		const after = FILES.slice(0, 2).map((name) => readFileSync(join(killed, name), 'latin1'));
		expect(after).toEqual(before);
	};

	it('of a newer schema', async () => {
		await whole(({ sqlite }) => void sqlite.pragma('user_version = 99'));
		untouched(/newer Mooring \(schema 99/);
	});

	it('of the other kind of instance, not even a migration', async () => {
		await whole(({ sqlite }) => {
			sqlite.exec("INSERT INTO instance VALUES (1, 'practice', 1); PRAGMA user_version = 7");
		});
		untouched(/made by practice mode/);
	});

	it('of a database of another program', () => {
		const other = new Database(join(killed, DB));
		other.exec('CREATE TABLE notes (text)');
		other.close();
		const before = readFileSync(join(killed, DB));
		expect(() => openDatabase(join(killed, DB))).toThrow(/is a database of another program/);
		expect(readFileSync(join(killed, DB)).equals(before)).toBe(true);
		expect(readdirSync(killed)).toEqual([DB]);
	});
});
