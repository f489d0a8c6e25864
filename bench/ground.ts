import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { startLive } from '../tests/support/live.ts';
import { memoryOf } from './memory-of.ts';

/** A key may call 600 times a minute, and a creator may have 20: together 2,400 at once. */
const KEYS = 20;

/**
 * What is measured: the built server, the simulator in Meta's place with 100 posts, a bare relay
 * beside them, and as many keys as a creator may have.
 */
export async function startGround() {
	const live = await startLive();
	const { browser, connectionId } = await live.claim();
	await live.connect(browser, 'ada.draws', { query: '?confirm=/settings' });
	const keys: string[] = [];
	for (let made = 0; made < KEYS; made += 1) {
		const { status, body } = await browser.api(`${live.origin}/api/keys`, 'POST', {
			name: `bench ${String(made)}`,
			connections: [connectionId],
			actions: ['media.read']
		});
		if (status !== 201) throw new Error(`no key was made: ${String(status)}`);
		keys.push((body as { secret: string }).secret);
	}
	await live.control('POST', 'switches', { postsDrawn: 120 });
	const { token } = await live.control<{ token: string }>('POST', 'token', {
		username: 'ada.draws'
	});
	const bare = await startBare(live.simulator.url, token);
	let turn = 0;
	return {
		live,
		token,
		bare: bare.url,
		/** The keys in turns, so that none comes to its limit. */
		key: () => keys[turn++ % KEYS] ?? '',
		/** What the server holds in memory, in MB. */
		memory: () => memoryOf(live.pid()),
		close: async () => {
			bare.child.kill();
			await live.remove();
		}
	};
}

async function startBare(upstream: string, token: string) {
	const file = join(import.meta.dirname, 'bare-relay.mjs');
	const child: ChildProcess = spawn(process.execPath, [file, upstream, token], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const port = await new Promise<string>((resolve, reject) => {
		child.once('exit', () => reject(new Error('the bare relay ended')));
		child.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
	});
	return { child, url: `http://127.0.0.1:${port}` };
}
