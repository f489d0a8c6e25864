import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockInstance } from '../../src/lib/server/database/instance-lock.ts';
import { emptyPracticeData } from './practice-data.mjs';

let dataDir: string;
beforeEach(() => {
	dataDir = join(mkdtempSync(join(tmpdir(), 'mooring-data-')), 'practice');
	mkdirSync(join(dataDir, 'pictures'), { recursive: true });
});
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }));

const empty = () => emptyPracticeData({ practice: {}, dataDir });
const left = () =>
	readdirSync(dataDir)
		.filter((name) => name !== 'instance.lock')
		.sort();

function stamp(mode: string) {
	const sqlite = new Database(join(dataDir, 'mooring.db'));
	sqlite.exec(`PRAGMA journal_mode = WAL; CREATE TABLE instance (mode TEXT);`);
	sqlite.prepare('INSERT INTO instance VALUES (?)').run(mode);
	sqlite.close();
	writeFileSync(join(dataDir, 'secret.key'), 'a key');
	writeFileSync(join(dataDir, 'running.json'), '{}');
}

it('removes what the last practice left, and leaves its mark', async () => {
	stamp('practice');
	await empty();
	expect(left()).toEqual(['practice.txt']);
	await emptyPracticeData({ practice: {}, dataDir: join(dataDir, 'none', 'practice') });
});

it('keeps what Mooring did not make', async () => {
	stamp('practice');
	const others = ['notes.txt', 'mooring.db.copy', 'secret.key.old', 'album'];
	for (const name of others) mkdirSync(join(dataDir, name));
	for (const name of ['secret.key.0123456789ab', 'claim.code', 'mooring.db-journal']) {
		writeFileSync(join(dataDir, name), '');
	}
	await empty();
	await empty();
	expect(left()).toEqual([...others, 'practice.txt'].sort());
});

it('removes what a practice left that ended before its database was made', async () => {
	rmSync(join(dataDir, 'pictures'), { recursive: true });
	await empty();
	writeFileSync(join(dataDir, 'secret.key'), 'a key');
	await empty();
	expect(left()).toEqual(['practice.txt']);
});

it('never touches a real instance, nor a folder of another name', async () => {
	stamp('practice');
	await emptyPracticeData({ practice: null, dataDir });
	await emptyPracticeData({ practice: {}, dataDir: join(dataDir, '..') });
	expect(left()).toContain('mooring.db');
});

describe('what does not say that it is practice', () => {
	const untouched = async () => {
		const before = left();
		await expect(empty()).rejects.toThrow(/nothing was touched/);
		expect(left()).toEqual(before);
	};

	it('such as a live instance stays whole, whatever mark lies beside it', async () => {
		stamp('live');
		writeFileSync(join(dataDir, 'practice.txt'), 'mark');
		await untouched();
	});

	it('such as a database that is none, a key alone, or anything else stays whole', async () => {
		writeFileSync(join(dataDir, 'mooring.db'), 'no database');
		await untouched();
		renameSync(join(dataDir, 'mooring.db'), join(dataDir, 'secret.key'));
		await untouched();
	});

	it('such as a link is not followed', async () => {
		stamp('practice');
		const elsewhere = join(dataDir, '..', 'elsewhere');
		renameSync(dataDir, elsewhere);
		symlinkSync(elsewhere, dataDir);
		await expect(empty()).rejects.toThrow(/nothing was touched/);
		expect(existsSync(join(elsewhere, 'mooring.db'))).toBe(true);
	});

	it('even inside practice a link is removed and not what it leads to', async () => {
		stamp('practice');
		const elsewhere = join(dataDir, '..', 'elsewhere');
		mkdirSync(elsewhere);
		writeFileSync(join(elsewhere, 'kept'), '');
		rmSync(join(dataDir, 'pictures'), { recursive: true });
		symlinkSync(elsewhere, join(dataDir, 'pictures'));
		await empty();
		expect(existsSync(join(elsewhere, 'kept'))).toBe(true);
		expect(left()).not.toContain('pictures');
	});
});

it('never takes the data away from a practice that runs', async () => {
	stamp('practice');
	const running = lockInstance(dataDir);
	await expect(empty()).rejects.toThrow(/Another Mooring/);
	expect(left()).toContain('mooring.db');
	running.release();
});
