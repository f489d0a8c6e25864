import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stampInstance } from './instance.ts';
import { openDatabase, type OpenDatabase } from './open.ts';

let folder: string;
let ours: OpenDatabase;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-instance-'));
	ours = openDatabase(join(folder, 'mooring.db'));
});
afterEach(async () => {
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

test('the first start stamps, later ones keep the stamp', async () => {
	await stampInstance(ours.db, 'practice', 1);
	await stampInstance(ours.db, 'practice', 2);
	expect(await ours.db.selectFrom('instance').selectAll().execute()).toEqual([
		{ id: 1, mode: 'practice', createdAt: 1 }
	]);
});

test('a real instance never opens a practice database, nor the other way round', async () => {
	await stampInstance(ours.db, 'live', 1);
	await expect(stampInstance(ours.db, 'practice', 2)).rejects.toThrow(
		'practice mode never touches'
	);
	await ours.db.updateTable('instance').set({ mode: 'practice' }).execute();
	await expect(stampInstance(ours.db, 'live', 2)).rejects.toThrow('made by practice mode');
});
