import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpoint, eraseTraces } from './erase.ts';
import { openDatabase, type OpenDatabase } from './open.ts';

let folder: string;
let file: string;
let ours: OpenDatabase;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-erase-'));
	file = join(folder, 'mooring.db');
	ours = openDatabase(file);
});
afterEach(async () => {
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

const stands = (text: string) =>
	[file, `${file}-wal`].some((path) => readFileSync(path).includes(text));

/** Long enough to spill onto pages of its own. */
const SEALED = 'v1.1.canary.'.padEnd(9000, 'x');

async function writeThenErase() {
	const { db } = ours;
	await db
		.insertInto('keyChecks')
		.values({ keyId: '1', fingerprint: SEALED, createdAt: 1 })
		.execute();
	expect(await checkpoint(db)).toBe(true);
	expect(stands('canary')).toBe(true);
	await db.updateTable('keyChecks').set({ fingerprint: 'gone' }).execute();
}

test('what was erased is in no file after a checkpoint', async () => {
	await writeThenErase();
	expect(stands('canary')).toBe(true);
	expect(await checkpoint(ours.db)).toBe(true);
	expect(stands('canary')).toBe(false);
	expect(stands('xxxxxxxx')).toBe(false);
	expect(statSync(`${file}-wal`).size).toBe(0);
});

test('a checkpoint waits for a transaction under way instead of failing', async () => {
	await writeThenErase();
	let isDone = false;
	const slow = ours.db.transaction().execute(async (trx) => {
		await trx.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
		await new Promise((resolve) => setTimeout(resolve, 100));
		isDone = true;
	});
	expect(await checkpoint(ours.db)).toBe(true);
	expect(isDone).toBe(true);
	await slow;
});

test('a checkpoint waits for another process that reads', async () => {
	const other = new Database(file);
	other.exec('BEGIN; SELECT * FROM creators');
	other.prepare('SELECT * FROM creators').all();
	await writeAndRelease(other);
	expect(stands('canary')).toBe(false);
	other.close();
});

async function writeAndRelease(other: Database.Database) {
	const { db } = ours;
	await db
		.insertInto('keyChecks')
		.values({ keyId: '1', fingerprint: SEALED, createdAt: 1 })
		.execute();
	await db.updateTable('keyChecks').set({ fingerprint: 'gone' }).execute();
	setTimeout(() => other.exec('COMMIT'), 300);
	expect(await checkpoint(db)).toBe(true);
}

/** Identities in an order of their own and names that grow, so that SQLite splits its pages. */
function addIdentities() {
	const { sqlite } = ours;
	const add = sqlite.prepare("INSERT INTO identities VALUES ('instagram', ?, 'ada', ?, 1, NULL)");
	const rename = sqlite.prepare('UPDATE identities SET username = ? WHERE account_id = ?');
	sqlite.prepare("INSERT INTO creators VALUES ('ada', 1)").run();
	sqlite.transaction(() => {
		for (let row = 0; row < 2000; row += 1) {
			const id = `${row % 3 === 0 ? 'canary' : 'other'}${String((row * 7919) % 2003)}`;
			add.run(id, `${row % 3 === 0 ? 'canary' : 'other'}${'-'.repeat((row * 37) % 90)}`);
			if (row % 2 === 0) rename.run(`canary${'='.repeat((row * 53) % 120)}`, id);
		}
	})();
}

test('copies that stayed behind when rows were moved are gone as well', async () => {
	addIdentities();
	expect(await checkpoint(ours.db)).toBe(true);
	await ours.db
		.deleteFrom('identities')
		.where((eb) => eb.or([eb('accountId', 'like', 'canary%'), eb('username', 'like', 'canary%')]))
		.execute();
	expect(await checkpoint(ours.db)).toBe(true);
	expect(stands('canary')).toBe(true);
	expect(await eraseTraces(ours.db)).toBe(true);
	expect(stands('canary')).toBe(false);
	expect(stands('other')).toBe(true);
});
