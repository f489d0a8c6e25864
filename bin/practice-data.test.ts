import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockInstance } from '../src/lib/server/database/instance-lock.ts';
import { emptyPracticeData } from './practice-data.mjs';

let dataDir: string;
beforeEach(() => {
	dataDir = join(mkdtempSync(join(tmpdir(), 'mooring-data-')), 'practice');
	mkdirSync(join(dataDir, 'pictures'), { recursive: true });
	writeFileSync(join(dataDir, 'mooring.db'), 'pretend');
});
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }));

it('removes what the last practice left', async () => {
	await emptyPracticeData({ practice: {}, dataDir });
	expect(readdirSync(dataDir)).toEqual(['instance.lock']);
	await emptyPracticeData({ practice: {}, dataDir: join(dataDir, 'none', 'practice') });
});

it('never touches a real instance, nor a folder of another name', async () => {
	await emptyPracticeData({ practice: null, dataDir });
	await emptyPracticeData({ practice: {}, dataDir: join(dataDir, '..') });
	expect(readdirSync(dataDir)).toContain('mooring.db');
});

it('never takes the data away from a practice that runs', async () => {
	const running = lockInstance(dataDir);
	await expect(emptyPracticeData({ practice: {}, dataDir })).rejects.toThrow(/Another Mooring/);
	expect(readdirSync(dataDir)).toContain('mooring.db');
	running.release();
});
