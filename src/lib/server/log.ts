import { type Logger, pino } from 'pino';
import { boundedLines } from './bounded-lines.ts';
import type { Settings } from './settings/settings.ts';

export type Log = Logger;

/**
 * JSON lines on standard output, in the order of all that is printed there; who does not read them
 * holds nobody up. What could hold a secret is redacted whatever its depth.
 */
export function createLog(level: Settings['logLevel']): Log {
	const options = {
		level,
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths: REDACTED, censor: '[redacted]' }
	};
	return pino(options, boundedLines(process.stdout));
}

/**
 * A log for lines that name each of their fields, none of which could be a secret: the search for one
 * takes many times what the rest of a line does, and every request has a line.
 */
export const withoutSearch = (log: Log): Log => log.child({}, { redact: { paths: [] } });

const SECRET_NAMES = [
	'access_token',
	'accessToken',
	'client_secret',
	'clientSecret',
	'code',
	'state',
	'token',
	'cookie',
	'authorization',
	'secret'
];
const REDACTED = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
