import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyPracticeData } from './practice-data.mjs';

let dataDir: string;
beforeEach(() => {
	dataDir = join(mkdtempSync(join(tmpdir(), 'mooring-data-')), 'practice');
	mkdirSync(dataDir);
	writeFileSync(join(dataDir, 'mooring.db'), 'pretend');
});
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }));

it('removes what the last practice left', () => {
	emptyPracticeData({ practice: {}, dataDir });
	expect(existsSync(dataDir)).toBe(false);
});

it('never touches a real instance, nor a folder of another name', () => {
	emptyPracticeData({ practice: null, dataDir });
	emptyPracticeData({ practice: {}, dataDir: join(dataDir, '..') });
	expect(existsSync(join(dataDir, 'mooring.db'))).toBe(true);
});
