import { type ChildProcess, fork } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { createAccount } from '../simulator/instagram/accounts.ts';
import { BASIC } from '../simulator/instagram/scopes.ts';
import type { TestBrowser } from '../tests/support/browser.ts';
import { consent } from '../tests/support/consent.ts';
import { type Live, startLive } from '../tests/support/live.ts';
import { closing } from './ending.ts';
import { compared, type Row } from './rows.ts';
import { SIZE } from './sizes.ts';

/**
 * What the callback of a connection takes, without the time that the simulator itself takes: beside a
 * script that makes the same three calls and nothing else.
 */
export const connectRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const live = keep(await startLive(), (one) => one.remove());
		const { browser } = await live.claim();
		const meta = keep(metaTime(), (one) => one.stop());
		const bare = keep(startBare(live), (one) => one.kill());
		const found = { ours: [] as number[], bare: [] as number[] };
		for (let turn = -1; turn < SIZE.connects; turn += 1) {
			const username = `creator.${String(turn)}`;
			const { accounts } = live.simulator.world;
			accounts.set(username, createAccount({ username }));
			const callback = await consentOf(live, browser, username);
			meta.clear();
			const ours = (await timeOf(() => callBack(browser, callback))) - meta.spent();
			const code = codeOf(live, username);
			meta.clear();
			const alone = (await answerOf(bare, code)) - meta.spent();
			// The login page of the simulator shows a few names only.
			accounts.delete(username);
			if (turn < 0) continue;
			found.ours.push(ours);
			found.bare.push(alone);
		}
		return [
			compared('connect: the callback, without the simulator’s own time', {
				ours: found.ours,
				beside: found.bare,
				unit: 'ms',
				than: 'its three calls by a bare script'
			})
		];
	});

/** Up to the address that Meta sends the browser back to. */
async function consentOf(live: Live, browser: TestBrowser, username: string) {
	browser.cookies(live.simulator.url).clear();
	const { response } = await browser.open(`${live.origin}/auth/instagram/login`);
	return consent(browser, response.headers.get('location') ?? '', username);
}

async function callBack(browser: TestBrowser, callback: string) {
	const { response, text } = await browser.open(callback, { 'sec-fetch-site': 'cross-site' });
	if (response.status !== 200 || !text.includes('url=/connections/')) {
		throw new Error(`a callback answered ${String(response.status)}`);
	}
}

function startBare(live: Live): ChildProcess {
	const { INSTAGRAM_CLIENT_ID: id = '', INSTAGRAM_CLIENT_SECRET: secret = '' } = live.env;
	const file = join(import.meta.dirname, 'bare-connect.mjs');
	return fork(file, [live.simulator.url, id, secret, redirectOf(live)], { execArgv: [] });
}

const redirectOf = (live: Live) => `${live.origin}/auth/instagram/callback`;

const codeOf = (live: Live, username: string) =>
	live.simulator.world.codes.issue({
		clientId: live.env['INSTAGRAM_CLIENT_ID'] ?? '',
		redirectUri: redirectOf(live),
		username,
		scopes: [BASIC],
		issuedAt: Date.now()
	}).code;

const answerOf = (child: ChildProcess, code: string) =>
	new Promise<number>((resolve, reject) => {
		const gone = () => reject(new Error('the bare script has ended'));
		child.once('exit', gone);
		child.once('message', (ms: number) => {
			child.off('exit', gone);
			resolve(ms);
		});
		child.send(code);
	});

async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	await work();
	return performance.now() - began;
}

/** How long the simulator, which is the only server in this process, is at work on requests. */
function metaTime() {
	const begun = new Map<unknown, number>();
	let spent = 0;
	const started = (message: unknown) => {
		begun.set((message as { request: unknown }).request, performance.now());
	};
	const finished = (message: unknown) => {
		const { request } = message as { request: unknown };
		spent += performance.now() - (begun.get(request) ?? NaN);
		begun.delete(request);
	};
	subscribe('http.server.request.start', started);
	subscribe('http.server.response.finish', finished);
	return {
		spent: () => spent,
		clear: () => (spent = 0),
		stop() {
			unsubscribe('http.server.request.start', started);
			unsubscribe('http.server.response.finish', finished);
		}
	};
}
