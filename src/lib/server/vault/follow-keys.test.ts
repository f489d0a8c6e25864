import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changeKeyFile } from './key-file.ts';
import { followKeys } from './follow-keys.ts';
import { tokenVault } from './token-vault.ts';

const [ONE, TWO, THREE] = ['one', 'two', 'three'].map((text, at) => ({
	id: String(at + 1),
	key: Buffer.alloc(32, text)
})) as [Key, Key, Key];
type Key = { id: string; key: Buffer };
const PLACE = { connectionId: 'c', provider: 'instagram', accountId: '1' } as const;

let folder: string;
const doFit = vi.fn((keys: readonly Key[]) => keys.length > 0);
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-follow-'));
	changeKeyFile(folder, [ONE]);
	doFit.mockClear();
});
afterEach(() => rmSync(folder, { recursive: true }));

function follow() {
	const keys = followKeys(join(folder, 'secret.key'), [ONE], doFit);
	return { keys, vault: tokenVault(keys.keyring) };
}

test('a new key in the file seals from the next sealing on, and both open', () => {
	const { keys, vault } = follow();
	const before = vault.seal('IGAA', PLACE);
	changeKeyFile(folder, [TWO, ONE]);
	expect(vault.seal('IGAA', PLACE)).toMatch(/^v1\.2\./);
	expect(vault.open(before, PLACE)).toBe('IGAA');
	expect(keys.masters().map(({ id }) => id)).toEqual(['2', '1']);
});

test('a text of a key that is not known yet is opened by a look into the file', () => {
	const sealed = tokenVault(followKeys('none', [TWO], doFit).keyring).seal('IGAA', PLACE);
	const { vault } = follow();
	changeKeyFile(folder, [TWO, ONE]);
	expect(vault.open(sealed, PLACE)).toBe('IGAA');
});

test('a key that left the file still opens and seals no more, also after several', () => {
	const { keys, vault } = follow();
	const before = vault.seal('IGAA', PLACE);
	for (const file of [[TWO, ONE], [TWO], [THREE, TWO], [THREE]]) {
		changeKeyFile(folder, file);
		expect(vault.seal('IGAA', PLACE)).toMatch(new RegExp(`^v1\\.${file[0]?.id ?? ''}\\.`));
		expect(vault.open(before, PLACE)).toBe('IGAA');
	}
	expect(keys.masters()).toEqual([THREE]);
});

test.each([
	['nothing', () => writeFileSync(join(folder, 'secret.key'), '')],
	['half a key', () => writeFileSync(join(folder, 'secret.key'), 'half')],
	['no file', () => rmSync(join(folder, 'secret.key'))],
	['keys of another database', () => (doFit.mockReturnValue(false), changeKeyFile(folder, [TWO]))]
])('with %s in its place the keys of the start go on', (_, change) => {
	const { vault } = follow();
	change();
	expect(vault.seal('IGAA', PLACE)).toMatch(/^v1\.1\./);
	doFit.mockReset().mockImplementation((keys) => keys.length > 0);
});

test('a file that does not change is read once', () => {
	const { vault } = follow();
	for (let at = 0; at < 100; at += 1) vault.seal('IGAA', PLACE);
	expect(doFit).toHaveBeenCalledTimes(1);
	const { mtime } = statSync(join(folder, 'secret.key'));
	changeKeyFile(folder, [TWO, ONE]);
	utimesSync(join(folder, 'secret.key'), mtime, mtime);
	expect(vault.seal('IGAA', PLACE)).toMatch(/^v1\.2\./);
});
