import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type OpenDatabase } from '../database/open.ts';
import { lastGoodBackup, noteFailed, noteGood, noteTry } from './state.ts';

let folder: string;
let ours: OpenDatabase;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-state-'));
	ours = openDatabase(join(folder, 'mooring.db'));
});
afterEach(async () => {
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

test('before the first try nothing is known', async () => {
	expect(await lastGoodBackup(ours.db)).toEqual({
		at: null,
		keptAt: null,
		triedAt: null,
		problem: null
	});
});

test('a failed one leaves the last good one, and a good one ends the trouble', async () => {
	await noteTry(ours.db, 1);
	await noteGood(ours.db, 2, true);
	await noteFailed(ours.db, 3, 'The disk is full.');
	expect(await lastGoodBackup(ours.db)).toEqual({
		at: 2,
		keptAt: 2,
		triedAt: 3,
		problem: 'The disk is full.'
	});
	await noteTry(ours.db, 4);
	expect(await lastGoodBackup(ours.db)).toMatchObject({ problem: 'The disk is full.' });
	await noteGood(ours.db, 5, false);
	expect(await lastGoodBackup(ours.db)).toEqual({ at: 5, keptAt: 2, triedAt: 5, problem: null });
});
