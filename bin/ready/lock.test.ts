import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isStale, withLock } from './lock.mjs';

let root = '';
let folder = '';

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'mooring-lock-'));
	folder = join(root, 'lock');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A lock that another process holds. */
function held(pid: number) {
	mkdirSync(folder);
	writeFileSync(join(folder, 'pid'), String(pid));
}

const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;
const noWait = () => expect.unreachable('nobody holds the lock');

test('is held while the work is done, and gone afterwards', async () => {
	const wasThere = await withLock(folder, () => Promise.resolve(existsSync(folder)), noWait);
	expect(wasThere).toBe(true);
	expect(existsSync(folder)).toBe(false);
});

test('is gone after work that failed', async () => {
	const failing = withLock(folder, () => Promise.reject(new Error('no disk')), noWait);
	await expect(failing).rejects.toThrow('no disk');
	expect(existsSync(folder)).toBe(false);
});

test('is waited for while its owner lives', async () => {
	held(process.ppid);
	const onWait = vi.fn(() => setTimeout(() => rmSync(folder, { recursive: true }), 50));
	expect(await withLock(folder, () => Promise.resolve('done'), onWait)).toBe('done');
	expect(onWait).toHaveBeenCalledOnce();
});

test('of a dead owner is taken over', async () => {
	held(deadPid());
	expect(await withLock(folder, () => Promise.resolve('done'), noWait)).toBe('done');
});

test('without a sign of life for a minute is stale, whoever has the number now', () => {
	held(process.ppid);
	const now = Date.now();
	expect(isStale(folder, now)).toBe(false);
	utimesSync(folder, now / 1000 - 61, now / 1000 - 61);
	expect(isStale(folder, now)).toBe(true);
});

test('that its owner has not signed yet is not stale', () => {
	mkdirSync(folder);
	expect(isStale(folder, Date.now())).toBe(false);
});
