import { describe, expect, test } from 'vitest';
import { mergeEnvironment } from './environment.mjs';

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
	])('does not begin where %s is set, here or in .env, to nothing too', (name) => {
		expect(mergeEnvironment({ [name]: '1' }, '', preview)).not.toHaveProperty('PRACTICE');
		expect(mergeEnvironment({}, `${name}=`, preview)).not.toHaveProperty('PRACTICE');
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
