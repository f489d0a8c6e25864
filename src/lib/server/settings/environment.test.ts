import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const CODE = 'abcdefghij_klmnop-1234';
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileWith(content: string | Buffer) {
	const file = join(folder, 'secret');
	writeFileSync(file, content);
	return file;
}

test.each([CODE, `${CODE}\n`, `${CODE}\r\n`, `\uFEFF${CODE}\r\n`])(
	'a secret comes from a file: %j',
	(content) => {
		expect(readSettings({ CLAIM_CODE_FILE: fileWith(content) }).claimCode).toBe(CODE);
	}
);

test('only one newline is cut, and an id finds its secret in a file', () => {
	const settings = readSettings({
		INSTAGRAM_CLIENT_ID: '1',
		INSTAGRAM_CLIENT_SECRET_FILE: fileWith('shh\n\n')
	});
	expect(settings.instagram?.clientSecret).toBe('shh\n');
});

const SECRETS = [
	'INSTAGRAM_CLIENT_SECRET_PREVIOUS',
	'FACEBOOK_CLIENT_SECRET_PREVIOUS',
	'SECRET_KEY',
	'BACKUP_KEY',
	'CLAIM_CODE',
	'METRICS_TOKEN'
];

test.each([...SECRETS, 'INSTAGRAM_CLIENT_SECRET', 'FACEBOOK_CLIENT_SECRET'])(
	'%s_FILE that is not there, is empty, no text, in quotes or beside the plain one is refused',
	(name) => {
		const id = { INSTAGRAM_CLIENT_ID: '1', FACEBOOK_CLIENT_ID: '2' };
		const others = { INSTAGRAM_CLIENT_SECRET: 'a', FACEBOOK_CLIENT_SECRET: 'b' };
		const { [name as keyof typeof others]: _, ...rest } = others;
		const withFile = (path: string) => ({ ...id, ...rest, [`${name}_FILE`]: path });

		expect(() => readSettings(withFile(join(folder, 'absent')))).toThrow(`${name}_FILE`);
		expect(() => readSettings(withFile(folder))).toThrow('EISDIR');
		expect(() => readSettings(withFile(fileWith('\n')))).toThrow('is empty');
		expect(() => readSettings(withFile(fileWith(Buffer.from(CODE, 'utf16le'))))).toThrow(
			'is not UTF-8 text'
		);
		expect(() => readSettings(withFile(fileWith(Buffer.from([0xff, 0xfe, 65, 0]))))).toThrow(
			'is not UTF-8 text'
		);
		expect(() => readSettings(withFile(fileWith(`"${CODE}"\n`)))).toThrow('in quotes');
		expect(() => readSettings({ ...withFile(fileWith(CODE)), [name]: CODE })).toThrow('both set');
	}
);

test('an empty path is no file, and an empty value none beside one', () => {
	expect(readSettings({ CLAIM_CODE: CODE, CLAIM_CODE_FILE: ' ' }).claimCode).toBe(CODE);
	expect(readSettings({ CLAIM_CODE: '', CLAIM_CODE_FILE: fileWith(CODE) }).claimCode).toBe(CODE);
});

test('no error shows what stands in a file', () => {
	const file = fileWith('"canary"');
	expect(() => readSettings({ SECRET_KEY_FILE: file })).toThrow(/^(?!.*canary)/s);
	writeFileSync(file, Buffer.from('\uFEFFcanary', 'utf16le'));
	expect(() => readSettings({ SECRET_KEY_FILE: file })).toThrow(/^(?!.*c.?a.?n.?a.?r.?y)/s);
});
