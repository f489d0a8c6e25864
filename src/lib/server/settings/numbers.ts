import { isIP } from 'node:net';
import type { LevelWithSilent } from 'pino';
import { type Environment, wholeNumber } from './environment.ts';
import type { Practice } from './practice.ts';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const HOST_NAME = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i;

/** PORT where it is set and usable: the default of ORIGIN follows it. */
export const givenPort = (source: Environment) =>
	wholeNumber(source, 'PORT', { from: 1, to: 65535, unset: 0 });

/** Where the server listens, and how it learns a client's address behind a proxy. */
export function listening(source: Environment, origin: URL, practice: Practice | null) {
	const port =
		givenPort(source) || (origin.protocol === 'http:' ? Number(origin.port || 80) : 3000);
	if (practice?.simulatorPort === port) {
		source.problem('SIMULATOR_PORT is the port of Mooring itself; choose another.');
	}
	const host = source.text('HOST') ?? '127.0.0.1';
	if (isIP(host) === 0 && !HOST_NAME.test(host)) {
		source.problem(
			'HOST must be an IP address or a host name alone, such as 127.0.0.1 or 0.0.0.0.'
		);
	}
	const header = source.text('ADDRESS_HEADER');
	if (header !== undefined && !/^[A-Za-z0-9-]+$/.test(header)) {
		source.problem('ADDRESS_HEADER must be the name of a header, such as X-Forwarded-For.');
	}
	return {
		host,
		port,
		addressHeader: header?.toLowerCase() ?? null,
		xffDepth: wholeNumber(source, 'XFF_DEPTH', { from: 1, to: 100, unset: 1 })
	};
}

export const refreshAfterDays = (source: Environment) =>
	wholeNumber(source, 'REFRESH_AFTER_DAYS', { from: 1, to: 45, unset: 7 });

/** How often posts are looked for, in minutes. */
export const feedEveryMinutes = (source: Environment) =>
	wholeNumber(source, 'FEED_EVERY_MINUTES', { from: 10, to: 1440, unset: 30 });

const GIGABYTE = 1_000_000_000;

/** How many bytes all kept pictures of posts may take together. */
export function mediaMaxBytes(source: Environment) {
	const text = source.text('MEDIA_MAX_GB') ?? '5';
	const value = /^\d{1,3}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
	if (value >= 1 && value <= 500) return Math.round(value * GIGABYTE);
	source.problem('MEDIA_MAX_GB must be a number from 1 to 500, such as 5 or 2.5.');
	return 5 * GIGABYTE;
}

export function logLevel(source: Environment): LevelWithSilent {
	const text = source.text('LOG_LEVEL');
	if (text === undefined) return 'info';
	const level = LEVELS.find((known) => known === text);
	if (!level) source.problem(`LOG_LEVEL must be one of ${LEVELS.join(', ')}.`);
	return level ?? 'info';
}
