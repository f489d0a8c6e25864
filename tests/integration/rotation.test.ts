import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';
import { type Live, startLive } from '../support/live.ts';
import { openedIn, stands } from '../support/sealed-world.ts';
import type { TestBrowser } from '../support/browser.ts';

const SENTENCE =
	/^Key 2 seals everything now: \d+ sealed texts? opens? with it, and key 1 is gone\.$/;

let live: Live;
let browser: TestBrowser;
beforeAll(async () => {
	live = await startLive();
	({ browser } = await live.claim());
	await live.connect(browser, 'north.pier.radio');
});
afterAll(() => live.remove());

const keyText = () => readFileSync(join(live.dataDir, 'secret.key'), 'utf8').trim();
const rotateKey = (env: Record<string, string> = {}) =>
	runCommand(live.dataDir, ['rotate-key'], { ORIGIN: live.origin, DATA_DIR: live.dataDir, ...env });
const sealedNow = () => {
	const sqlite = new Database(join(live.dataDir, 'mooring.db'), { readonly: true });
	try {
		return sqlite
			.prepare('SELECT token_sealed FROM connections WHERE token_sealed IS NOT NULL')
			.pluck()
			.all() as string[];
	} finally {
		sqlite.close();
	}
};

describe('rotate-key beside a running server', () => {
	it('ends with one sentence, and nothing that the older key sealed is left', async () => {
		const before = sealedNow();
		expect(before).toHaveLength(2);
		const { code, output } = await rotateKey();
		expect([code, output.trim().split('\n').at(-1)]).toEqual([0, expect.stringMatching(SENTENCE)]);
		expect(keyText()).toMatch(/^2:[A-Za-z0-9+/]{43}=$/);
		for (const sealed of before) expect(stands(live.dataDir, sealed)).toBe(false);
		expect(stands(live.dataDir, 'v1.1.')).toBe(false);
	});

	it('has the server open and seal with the new key at once', async () => {
		await live.connect(browser, 'ada.draws');
		expect(sealedNow().every((sealed) => sealed.startsWith('v1.2.'))).toBe(true);
		const ready = await fetch(`${live.origin}/readyz`);
		expect(ready.status).toBe(200);
	});

	it('leaves all of it open to the next start', async () => {
		await live.restart();
		expect((await fetch(`${live.origin}/readyz`)).status).toBe(200);
		await live.stop();
		expect(await openedIn(live.dataDir)).toMatchObject({
			isLocked: false,
			closed: 0,
			keyIds: ['2']
		});
		await live.restart();
	});
});

describe('rotate-key is refused', () => {
	it('with SECRET_KEY, in a sentence that says what to do', async () => {
		const before = keyText();
		const { code, output } = await rotateKey({ SECRET_KEY: before });
		expect([code, output]).toEqual([1, expect.stringContaining('SECRET_KEY is set')]);
		expect(keyText()).toBe(before);
	});

	it('where there is no database yet', async () => {
		const { code, output } = await rotateKey({ DATA_DIR: join(live.dataDir, 'other') });
		expect([code, output]).toEqual([1, expect.stringContaining('start Mooring once first')]);
	});
});

describe('SECRET_KEY with a new key in front', () => {
	it('is used from the start on, and what the older one sealed is sealed anew by itself', async () => {
		const old = keyText();
		const fresh = `next:${Buffer.alloc(32, 'next key').toString('base64')}`;
		await live.restart({ SECRET_KEY: `${fresh},${old}` });
		await expect.poll(() => stands(live.dataDir, 'v1.2.')).toBe(false);
		expect(sealedNow().every((sealed) => sealed.startsWith('v1.next.'))).toBe(true);
		expect(keyText()).toBe(old);
		await live.restart({ SECRET_KEY: fresh });
		expect((await fetch(`${live.origin}/readyz`)).status).toBe(200);
	});
});

describe('accept-new-key', () => {
	const accept = (args: string[], input = '') =>
		runCommand(
			live.dataDir,
			['accept-new-key', ...args],
			{ ORIGIN: live.origin, DATA_DIR: live.dataDir },
			input
		);
	const states = async () => {
		const { text } = await browser.open(`${live.origin}/api/connections`);
		const { connections } = JSON.parse(text) as {
			connections: { status: string; problem: { code: string } | null }[];
		};
		return connections.map(({ status, problem }) => [status, problem?.code ?? null]);
	};

	it('is refused while the server runs', async () => {
		const { code, output } = await accept(['--yes']);
		expect([code, output]).toEqual([1, expect.stringContaining('Another Mooring is running')]);
	});

	it.each([
		['', 'an empty answer'],
		['yes\n\n', 'one yes'],
		['no\nyes\n', 'a no']
	])('changes nothing with %j: %s', async (input) => {
		await live.stop();
		const before = sealedNow();
		const { code, output } = await accept([], input);
		expect([code, output]).toEqual([1, expect.stringContaining('Nothing was changed.')]);
		expect(sealedNow()).toEqual(before);
	});

	it('gives up what does not open after two answers, and the connections say why', async () => {
		const { code, output } = await accept([], 'yes\nyes\n');
		expect([code, output]).toEqual([0, expect.stringContaining('2 connections have to be')]);
		expect(sealedNow()).toEqual([]);
		await live.restart();
		expect((await fetch(`${live.origin}/readyz`)).status).toBe(200);
		expect(await states()).toEqual(Array(2).fill(['needs_reconnect', 'key_lost']));
		const again = await accept(['--yes']);
		expect(again.code).toBe(1);
	});

	it('has nothing to do where everything opens', async () => {
		await live.stop();
		const { code, output } = await accept(['--yes']);
		expect([code, output]).toEqual([0, expect.stringContaining('nothing was changed')]);
		await live.restart();
		await live.connect(browser, 'ada.draws');
		expect(await states()).toContainEqual(['healthy', null]);
	});
});
