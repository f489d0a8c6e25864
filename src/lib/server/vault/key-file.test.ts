import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadKeys } from './key-file.ts';

let folder: string;
let settings: { secretKeys: null; dataDir: string };
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-key-'));
	settings = { secretKeys: null, dataDir: join(folder, 'data') };
	file = join(settings.dataDir, 'secret.key');
});
afterEach(() => rmSync(folder, { recursive: true }));

const fresh = () => loadKeys(settings, { mayCreate: true });
const later = () => loadKeys(settings, { mayCreate: false });

test('the first start makes a key for its owner alone, and later ones read it', () => {
	const umask = process.umask(0);
	const made = fresh();
	process.umask(umask);
	expect(made).toEqual([{ id: '1', key: expect.any(Buffer) as Buffer }]);
	expect(made?.[0]?.key).toHaveLength(32);
	expect(readFileSync(file, 'utf8')).toBe(`${made?.[0]?.key.toString('base64') ?? ''}\n`);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(statSync(settings.dataDir).mode & 0o777).toBe(0o700);
	expect(readdirSync(settings.dataDir)).toEqual(['secret.key']);
	expect(later()).toEqual(made);
	expect(fresh()).toEqual(made);
});

test('two instances never have the same key', () => {
	const one = fresh();
	rmSync(file);
	expect(fresh()).not.toEqual(one);
});

test('beside a database no key is made: it would open nothing', () => {
	mkdirSync(settings.dataDir);
	expect(later()).toBeNull();
	expect(readdirSync(settings.dataDir)).toEqual([]);
});

test('rights that grew too wide are taken back', () => {
	fresh();
	chmodSync(file, 0o644);
	later();
	expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file without a usable key locks, stops a first start, and is left as it is', () => {
	mkdirSync(settings.dataDir);
	writeFileSync(file, 'half a k');
	expect(later()).toBeNull();
	expect(fresh).toThrow(/holds no usable key/);
	expect(readFileSync(file, 'utf8')).toBe('half a k');
});

test.each(['', '\n', '\0\0\0\0'])('a file that holds %j is no key, and one is made', (held) => {
	mkdirSync(settings.dataDir);
	writeFileSync(file, held);
	expect(later()).toBeNull();
	expect(fresh()?.[0]?.key).toHaveLength(32);
	expect(later()).toEqual(fresh());
});

test('the setting wins, and no file is made', () => {
	const secretKeys = [{ id: '7', key: Buffer.alloc(32, 'seven') }];
	expect(loadKeys({ ...settings, secretKeys }, { mayCreate: true })).toBe(secretKeys);
	expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be written is one sentence', () => {
	writeFileSync(settings.dataDir, 'in the way');
	expect(fresh).toThrow(/data folder .* cannot be written/);
});
