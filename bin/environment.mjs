import { lstatSync, readFileSync } from 'node:fs';
import { nameProxy } from './outgoing-proxy.mjs';
import { readDotEnv } from '../src/lib/server/settings/dot-env.ts';
import { given } from '../src/lib/server/settings/environment.ts';
import { decodeText } from '../src/lib/server/settings/text-file.ts';

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
 * The environment that the settings are read from: what is set comes first, then `.env`. What is set
 * to nothing is not set (decision 15).
 * @param {NodeJS.ProcessEnv} env what is set
 * @param {string} file the text of `.env`
 * @param {{ offersPractice: boolean | ((merged: NodeJS.ProcessEnv) => boolean) }} options whether practice
 *   begins by itself where no login is configured
 * @returns {NodeJS.ProcessEnv}
 * @throws {StartError} where a line of `.env` cannot be read
 */
export function mergeEnvironment(env, file, { offersPractice }) {
	const { values, problems } = readDotEnv(file);
	if (problems.length > 0) throw new StartError(problems.join('\n'));
	const set = Object.fromEntries(Object.entries(env).filter(([, value]) => given(value)));
	const fromFile = Object.entries(values).filter(
		([name]) => set[name] === undefined && set[otherWay(name)] === undefined
	);
	const merged = { ...Object.fromEntries(fromFile), ...set };
	const isConfigured = CREDENTIALS.some((name) => merged[name] !== undefined);
	const offers = typeof offersPractice === 'function' ? offersPractice(merged) : offersPractice;
	if (!offers || isConfigured || merged['PRACTICE'] !== undefined) return merged;
	const kept = fromFile.filter(([name]) => !NOT_IN_PRACTICE.includes(name));
	return { ...Object.fromEntries(kept), ...set, PRACTICE: '1' };
}

/**
 * Completes `process.env` from `.env` in the current folder, before anything reads it. What is set to
 * nothing is removed, because Kit reads some variables itself.
 * @param {{ offersPractice: boolean | ((merged: NodeJS.ProcessEnv) => boolean) }} options
 * @throws {StartError} where there is an `.env` that cannot be read
 */
export function loadEnvironment(options) {
	const merged = mergeEnvironment(process.env, textOfDotEnv(), options);
	for (const name of Object.keys(process.env)) {
		if (merged[name] === undefined) delete process.env[name];
	}
	Object.assign(process.env, merged);
	nameProxy(process.env);
}

function textOfDotEnv() {
	let text;
	try {
		text = decodeText(readFileSync('.env'));
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
		if (code === 'ENOENT' && !lstatSync('.env', { throwIfNoEntry: false })) return '';
		throw new StartError(
			`The file .env cannot be read (${code}): mend its rights, or where it leads to, or remove it.`
		);
	}
	if (text === null) throw new StartError('The file .env is not UTF-8 text: save it as UTF-8.');
	return text;
}
