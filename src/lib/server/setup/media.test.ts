import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mediaChecks, readMediaFacts } from './media.ts';

it.each([
	['with sharp', { hasSharp: true, isWritable: true }, false, ['fine media']],
	['without sharp', { hasSharp: false, isWritable: true }, false, ['warning media']],
	['full', { hasSharp: true, isWritable: true }, true, ['wrong media-room', 'fine media']],
	['closed', { hasSharp: true, isWritable: false }, false, ['wrong media']]
])('tells how pictures are kept: %s', (_, facts, isFull, told) => {
	expect(mediaChecks(facts, isFull).map(({ state, id }) => `${state} ${id}`)).toEqual(told);
});

it('finds sharp where it is installed, and a folder that nobody has made yet writable', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-media-'));
	expect(await readMediaFacts(folder)).toEqual({ hasSharp: true, isWritable: true });
	mkdirSync(join(folder, 'media'));
	chmodSync(join(folder, 'media'), 0o000);
	// The superuser may write everywhere.
	expect((await readMediaFacts(folder)).isWritable).toBe(process.getuid?.() === 0);
	rmSync(folder, { recursive: true });
});
