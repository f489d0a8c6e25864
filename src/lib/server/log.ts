import { type Logger, pino } from 'pino';
import type { Settings } from './settings/settings.ts';

export type Log = Logger;

/** JSON lines on standard output. What could hold a secret is redacted whatever its depth. */
export function createLog(level: Settings['logLevel']): Log {
	const options = {
		level,
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths: REDACTED, censor: '[redacted]' }
	};
	// Written at once: the address has to be the last line of the start.
	return pino(options, pino.destination({ dest: 1, sync: true }));
}

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
