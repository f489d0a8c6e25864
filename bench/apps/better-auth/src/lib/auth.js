import { betterAuth } from 'better-auth';
import Database from 'better-sqlite3';

const sqlite = new Database(process.env.DATABASE ?? ':memory:');
sqlite.pragma('journal_mode = WAL');

export const options = {
	database: sqlite,
	baseURL: process.env.ORIGIN,
	secret: process.env.SECRET ?? 'nothing is built with this secret',
	emailAndPassword: { enabled: true },
	// Its limit of requests is not what is measured.
	rateLimit: { enabled: false },
	telemetry: { enabled: false }
};
export const auth = betterAuth(options);
