import Database from 'better-sqlite3';
import { cookieName } from '../src/lib/server/http/cookies.ts';
import { databaseFile } from '../src/lib/server/database/open.ts';
import { hashOf, newSecret } from '../src/lib/server/opaque-secret.ts';
import type { TestBrowser } from '../tests/support/browser.ts';
import { type Live, startLive } from '../tests/support/live.ts';
import type { Asked } from './load.ts';

/** One session may ask 600 times a minute, one address 3,000 times: these are enough for any load here. */
const SESSIONS = 300;
const ADDRESSES = 500;
const BROWSER = {
	accept: 'text/html,application/xhtml+xml',
	'sec-fetch-site': 'none',
	'sec-fetch-dest': 'document',
	'sec-fetch-mode': 'navigate'
};
const SCRIPT = { accept: 'application/json', 'sec-fetch-site': 'same-origin' };

export type Home = {
	live: Live;
	/** Requests of visitors from many addresses, each a browser without a cookie. */
	signedOut(path: string): Asked[];
	/** Requests of one creator with three connections, by many sessions. */
	signedIn(path: string): Asked[];
	/** The same as a script of ours asks; another origin is an instance on a copy of the data. */
	asScript(path: string, origin?: string): Asked[];
	/** One of these browsers, and the connection that it began with. */
	browser: TestBrowser;
	connectionId: string;
	/** One session's cookie: name and value. */
	cookie: { name: string; value: string };
	close(): Promise<void>;
};

/** The built server with a creator who has three connections and is signed in on many browsers. */
export async function startHome(env: Record<string, string> = {}): Promise<Home> {
	const live = await startLive({ ADDRESS_HEADER: 'X-Forwarded-For', ...env });
	const { browser, connectionId } = await live.claim();
	for (const name of ['north.pier.radio', 'brick.and.bloom']) await live.connect(browser, name);
	const name = cookieName(new URL(live.origin), 'session');
	const first = browser.cookies(live.origin).get(name) ?? '';
	const cookies = [first, ...moreSessions(live.dataDir, first)];
	const address = (at: number) => ({
		'x-forwarded-for': `10.1.${String(at >> 8)}.${String(at & 255)}`
	});
	const withCookies = (path: string, headers: Record<string, string>, origin = live.origin) =>
		cookies.map((value, at) => ({
			path,
			headers: {
				...headers,
				...address(at),
				cookie: `${cookieName(new URL(origin), 'session')}=${value}`
			}
		}));
	return {
		live,
		signedOut: (path) =>
			Array.from({ length: ADDRESSES }, (_, at) => ({
				path,
				headers: { ...BROWSER, ...address(at) }
			})),
		signedIn: (path) => withCookies(path, BROWSER),
		asScript: (path, origin) => withCookies(path, SCRIPT, origin),
		browser,
		connectionId,
		cookie: { name, value: first },
		close: () => live.remove()
	};
}

/** Rows like that of the first session, as further browsers of the same creator have them. */
function moreSessions(dataDir: string, first: string): string[] {
	const sqlite = new Database(databaseFile(dataDir));
	try {
		const row = sqlite
			.prepare<[string], Record<string, unknown>>('SELECT * FROM sessions WHERE id_hash = ?')
			.get(hashOf(first));
		if (!row) throw new Error('the creator has no session');
		const names = Object.keys(row);
		const insert = sqlite.prepare(
			`INSERT INTO sessions (${names.join()}) VALUES (${names.map((name) => `@${name}`).join()})`
		);
		return Array.from({ length: SESSIONS - 1 }, () => {
			const value = newSecret();
			insert.run({ ...row, id_hash: hashOf(value) });
			return value;
		});
	} finally {
		sqlite.close();
	}
}
