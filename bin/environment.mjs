import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { nameProxy } from './outgoing-proxy.mjs';

/** The environment cannot be read; `message` is what is printed. */
export class StartError extends Error {
	/** @override */
	name = 'StartError';
}

const CREDENTIALS = ['INSTAGRAM', 'FACEBOOK'].flatMap((login) => [
	`${login}_CLIENT_ID`,
	`${login}_CLIENT_SECRET`,
	`${login}_CLIENT_SECRET_FILE`
]);

/**
 * What an `.env` written for a real address says of it. Practice asks for no claim code, so it does
 * not listen more widely because of an `.env` either.
 */
const NOT_IN_PRACTICE = [
	'ORIGIN',
	'PORT',
	'HOST',
	'INSTAGRAM_REDIRECT_URI',
	'FACEBOOK_REDIRECT_URI'
];

/** `NAME_FILE` for `NAME` and the reverse: two ways of saying one thing. @param {string} name */
const otherWay = (name) => (name.endsWith('_FILE') ? name.slice(0, -5) : `${name}_FILE`);

/**
 * The environment that the settings are read from: what is set comes first, then `.env`.
 * @param {NodeJS.ProcessEnv} env what is set
 * @param {string} file the text of `.env`
 * @param {{ offersPractice: boolean | ((merged: NodeJS.ProcessEnv) => boolean) }} options whether practice
 *   begins by itself where no login is configured
 * @returns {NodeJS.ProcessEnv}
 */
export function mergeEnvironment(env, file, { offersPractice }) {
	const fromFile = Object.entries(parseEnv(file)).filter(
		([name]) => env[name] === undefined && env[otherWay(name)] === undefined
	);
	const merged = { ...Object.fromEntries(fromFile), ...env };
	const isConfigured = CREDENTIALS.some((name) => merged[name] !== undefined);
	const offers = typeof offersPractice === 'function' ? offersPractice(merged) : offersPractice;
	if (!offers || isConfigured || merged['PRACTICE'] !== undefined) return merged;
	const kept = fromFile.filter(([name]) => !NOT_IN_PRACTICE.includes(name));
	return { ...Object.fromEntries(kept), ...env, PRACTICE: '1' };
}

/**
 * Completes `process.env` from `.env` in the current folder, before anything reads it.
 * @param {{ offersPractice: boolean | ((merged: NodeJS.ProcessEnv) => boolean) }} options
 * @throws {StartError} where there is an `.env` that cannot be read
 */
export function loadEnvironment(options) {
	Object.assign(process.env, mergeEnvironment(process.env, readDotEnv(), options));
	nameProxy(process.env);
}

function readDotEnv() {
	try {
		return readFileSync('.env', 'utf8');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
		if (code === 'ENOENT') return '';
		throw new StartError(`The file .env cannot be read (${code}): mend its rights or remove it.`);
	}
}
