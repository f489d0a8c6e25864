import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadEnvironment, mergeEnvironment, StartError } from './environment.mjs';

const preview = { offersPractice: true };
const start = { offersPractice: false };

test('what is set comes before .env', () => {
	const env = mergeEnvironment({ LOG_LEVEL: 'debug' }, 'LOG_LEVEL=warn\nDATA_DIR=./d', start);
	expect(env).toMatchObject({ LOG_LEVEL: 'debug', DATA_DIR: './d' });
});

test.each([
	['SECRET_KEY', 'SECRET_KEY_FILE'],
	['SECRET_KEY_FILE', 'SECRET_KEY']
])('%s in the environment overrules %s in .env', (set, inFile) => {
	expect(mergeEnvironment({ [set]: 'a' }, `${inFile}=b`, start)).toEqual({ [set]: 'a' });
});

test.each(['', '  '])('what is set to %j in the environment leaves the word to .env', (nothing) => {
	const file = 'LOG_LEVEL=warn\nSECRET_KEY_FILE=./key';
	const env = mergeEnvironment(
		{ LOG_LEVEL: nothing, SECRET_KEY: nothing, PORT: nothing },
		file,
		start
	);
	expect(env).toEqual({ LOG_LEVEL: 'warn', SECRET_KEY_FILE: './key' });
});

test('a line of .env that cannot be read stops everything, without a word of it', () => {
	const merge = () => mergeEnvironment({}, 'ORIGIN=http://localhost\nSECRET_KEY canary', start);
	expect(merge).toThrow(StartError);
	expect(merge).toThrow(/^Line 2 of \.env cannot be read: write NAME=value/);
	expect(merge).toThrow(/^(?!.*canary)/s);
});

describe('the file .env', () => {
	const key = Buffer.alloc(32, 'k').toString('base64');
	let folder: string;
	const before = { folder: process.cwd(), env: { ...process.env } };
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'mooring-env-'));
		process.chdir(folder);
	});
	afterEach(() => {
		process.chdir(before.folder);
		process.env = { ...before.env };
		rmSync(folder, { recursive: true });
	});
	const load = (bytes: string | Buffer) => {
		writeFileSync('.env', bytes);
		loadEnvironment(start);
	};

	test('gives its first setting behind a byte-order mark too', () => {
		load(`\uFEFFSECRET_KEY=${key}\r\n`);
		expect(process.env['SECRET_KEY']).toBe(key);
	});

	test.each([
		['UTF-16', Buffer.from(`\uFEFFSECRET_KEY=${key}`, 'utf16le')],
		['UTF-16 without a mark', Buffer.from(`SECRET_KEY=${key}`, 'utf16le')],
		['Latin-1', Buffer.from('SECRET_KEY=é', 'latin1')]
	])('that is %s is refused in one sentence', (_, bytes) => {
		expect(() => load(bytes)).toThrow(/^The file \.env is not UTF-8 text: save it as UTF-8\.$/);
	});

	test('that is a folder, or a link to what is not there, is refused in one sentence', () => {
		mkdirSync('.env');
		expect(() => loadEnvironment(start)).toThrow('The file .env cannot be read (EISDIR)');
		rmSync('.env', { recursive: true });
		expect(() => loadEnvironment(start)).not.toThrow();
		symlinkSync('nowhere', '.env');
		expect(() => loadEnvironment(start)).toThrow('The file .env cannot be read (ENOENT)');
	});

	test('leaves nothing in the environment that is set to nothing', () => {
		process.env['XFF_DEPTH'] = '';
		load('');
		expect(process.env).not.toHaveProperty('XFF_DEPTH');
	});
});

describe('practice', () => {
	test('begins by itself where no login is configured', () => {
		expect(mergeEnvironment({}, '', preview)['PRACTICE']).toBe('1');
	});

	test('never begins by itself for npm start and the commands', () => {
		expect(mergeEnvironment({}, '', start)).not.toHaveProperty('PRACTICE');
	});

	test('begins for a command where the data folder says so', () => {
		const offersPractice = ({ DATA_DIR }: NodeJS.ProcessEnv) => DATA_DIR === './tried';
		const env = mergeEnvironment({}, 'DATA_DIR=./tried\nPORT=80', { offersPractice });
		expect(env).toEqual({ DATA_DIR: './tried', PRACTICE: '1' });
		expect(mergeEnvironment({}, 'PORT=80', { offersPractice })).toEqual({ PORT: '80' });
	});

	test.each([
		'INSTAGRAM_CLIENT_ID',
		'INSTAGRAM_CLIENT_SECRET',
		'INSTAGRAM_CLIENT_SECRET_FILE',
		'FACEBOOK_CLIENT_ID',
		'FACEBOOK_CLIENT_SECRET_FILE'
	])('does not begin where %s is set, here or in .env; to nothing is not set', (name) => {
		expect(mergeEnvironment({ [name]: '1' }, '', preview)).not.toHaveProperty('PRACTICE');
		expect(mergeEnvironment({}, `${name}=1`, preview)).not.toHaveProperty('PRACTICE');
		expect(mergeEnvironment({ [name]: ' ' }, `${name}=`, preview)).toEqual({ PRACTICE: '1' });
	});

	test('passes over the address in .env, and keeps the rest', () => {
		const file = [
			'ORIGIN=https://mooring.example',
			'PORT=80',
			'HOST=0.0.0.0',
			'INSTAGRAM_REDIRECT_URI=https://mooring.example/auth/instagram/callback',
			'DATA_DIR=./d'
		].join('\n');
		expect(mergeEnvironment({}, file, preview)).toEqual({ DATA_DIR: './d', PRACTICE: '1' });
	});

	test('keeps an address that the environment sets', () => {
		expect(mergeEnvironment({ PORT: '4950' }, 'PORT=80', preview)['PORT']).toBe('4950');
	});

	test('asked for by hand, it takes the address of .env, which the settings judge', () => {
		const env = mergeEnvironment({}, 'PRACTICE=1\nORIGIN=https://mooring.example', preview);
		expect(env['ORIGIN']).toBe('https://mooring.example');
	});
});
