import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOGINS } from '../../src/lib/logins.ts';
import type { ConnectionView } from '../../src/lib/view.ts';
import { startBetween } from '../support/between.ts';
import { type Live, startLive } from '../support/live.ts';
import { type Troubles, troubles } from './publish-killer.ts';

/** The built server, which is killed again and again, and accounts that a creator connected to it. */
export type KilledWorld = {
	live: Live;
	troubles: Troubles;
	usernames: string[];
	/** A key of its own for each client and account: a key has a limit. */
	key: (username: string) => Promise<string>;
	/** Both clocks, Mooring's and Meta's, go on at once. */
	pass: (ms: number) => Promise<void>;
	/** Resolves once a killed server is back. */
	isUp: () => Promise<void>;
	remove: () => Promise<void>;
};

const SETTABLE = join(import.meta.dirname, '../support/settable-clock.mjs');

export async function startKilledWorld(accounts: number): Promise<KilledWorld> {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-reliability-'));
	const clockFile = join(folder, 'clock');
	let offset = 0;
	let around: Troubles['around'] = () => ({});
	const between = await startBetween((step, body) => around(step, body));
	const live = await startLive({
		INSTAGRAM_GRAPH_URL: between.url,
		CLOCK_FILE: clockFile,
		NODE_OPTIONS: `--import ${SETTABLE}`,
		LOG_LEVEL: 'error'
	});
	between.leadTo(live.simulator.url);
	const quotas = { fetcher: 'trusting', publishQuota: 1_000_000, containerQuota: 1_000_000 };
	await live.control('POST', 'switches', quotas);

	const usernames = Array.from({ length: accounts }, (_, index) => `lane.${String(index + 1)}`);
	for (const username of usernames) await live.control('POST', 'accounts', { username });
	const [first = ''] = usernames;
	const { browser } = await live.claim(first);
	const scopes = Object.values(LOGINS.instagram.scopes).flat().join(',');
	for (const username of usernames) {
		await live.connect(browser, username, { query: `?scopes=${scopes}` });
	}
	await live.connect(browser, first, { query: '?confirm=/settings' });
	const { body } = await browser.api(`${live.origin}/api/connections`);
	const { connections } = body as { connections: ConnectionView[] };

	let up = Promise.resolve();
	const kill = () => {
		up = live.stop('SIGKILL').then(() => live.restart());
	};
	const disturbing = troubles(live.simulator, kill);
	around = disturbing.around;
	return {
		live,
		troubles: disturbing,
		usernames,
		key: async (username) => {
			const connection = connections.find(({ account }) => account.username === username);
			if (!connection) throw new Error(`${username} is not connected`);
			const wanted = { name: 'Reliability', connections: [connection.id], actions: ['publish'] };
			const made = await browser.api(`${live.origin}/api/keys`, 'POST', wanted);
			if (made.status !== 201) throw new Error(`no key: ${JSON.stringify(made.body)}`);
			return (made.body as { secret: string }).secret;
		},
		pass: async (ms) => {
			offset += ms;
			writeFileSync(clockFile, String(offset));
			await live.control('POST', 'clock', { offsetMs: offset });
		},
		isUp: () => up,
		remove: async () => {
			await up.catch(() => undefined);
			await live.remove();
			await between.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
