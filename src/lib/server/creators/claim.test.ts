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
import { isClaimCode, readClaimCode } from './claim.ts';

let folder: string;
const file = () => join(folder, 'claim.code');
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mooring-claim-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('the code is made once, for its owner alone, and kept', () => {
	const umask = process.umask(0);
	const code = readClaimCode(folder, null);
	process.umask(umask);
	expect(code).toMatch(/^[A-Za-z0-9_-]{43}$/);
	expect(readClaimCode(folder, null)).toBe(code);
	expect(readFileSync(file(), 'utf8')).toBe(`${code}\n`);
	expect(statSync(file()).mode & 0o777).toBe(0o600);
	expect(readdirSync(folder)).toEqual(['claim.code']);
	expect(isClaimCode(code, folder, null)).toBe(true);
	expect(isClaimCode(`${code}x`, folder, null)).toBe(false);
});

const NO_SECRETS = [
	'',
	'\n',
	' \r\n',
	'\0\0\0\0',
	'\ufeff',
	'short',
	'a'.repeat(129),
	'!'.repeat(43)
];

test.each(NO_SECRETS)('a file that holds %j opens to nobody', (held) => {
	writeFileSync(file(), held);
	for (const given of ['', held, held.trim(), 'undefined']) {
		expect(isClaimCode(given, folder, null)).toBe(false);
	}
	const code = readClaimCode(folder, null);
	expect(code).toMatch(/^[A-Za-z0-9_-]{43}$/);
	expect(readClaimCode(folder, null)).toBe(code);
	expect(isClaimCode('', folder, null)).toBe(false);
	expect(readdirSync(folder)).toEqual(['claim.code']);
});

test('a folder without a code opens to nobody, and a look makes none', () => {
	expect(isClaimCode('', folder, null)).toBe(false);
	expect(readdirSync(folder)).toEqual([]);
});

test.each(['\ufeff', ''])('a code with %j in front and a Windows line end counts', (mark) => {
	const code = 'abcdefghij_klmnop-1234';
	writeFileSync(file(), `${mark}${code}\r\n`, { mode: 0o644 });
	chmodSync(file(), 0o644);
	expect(readClaimCode(folder, null)).toBe(code);
	expect(isClaimCode(code, folder, null)).toBe(true);
	expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('the setting wins, and an empty one is none', () => {
	const setting = 'a-setting-of-twenty-characters';
	expect(readClaimCode(folder, setting)).toBe(setting);
	expect(isClaimCode(setting, folder, setting)).toBe(true);
	expect(isClaimCode('', folder, '')).toBe(false);
});

test('a folder in place of the file is one sentence', () => {
	mkdirSync(file());
	expect(() => readClaimCode(folder, null)).toThrow(
		/^The claim code .* cannot be written \(EISDIR\)/
	);
});
