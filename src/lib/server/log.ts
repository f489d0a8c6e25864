import { pino, type Logger } from 'pino';
import type { Settings } from './settings/settings.ts';

export type Log = Logger;

/** JSON lines on standard output. What could hold a secret is redacted whatever its depth. */
export function createLog(level: Settings['logLevel']): Log {
	return pino({
		level,
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths: REDACTED, censor: '[redacted]' }
	});
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
