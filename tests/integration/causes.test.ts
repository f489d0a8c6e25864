import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { days } from '../../src/lib/server/clock.ts';
import type { ConnectionView, RefreshView } from '../../src/lib/view.ts';
import { age, passAMinute } from '../support/age.ts';
import { TestBrowser } from '../support/browser.ts';
import { type Live, startLive } from '../support/live.ts';

let live: Live;
let owner: TestBrowser;
let connectionId: string;

beforeAll(async () => {
	live = await startLive();
	({ browser: owner, connectionId } = await live.claim());
	await live.stop();
	age(live.dataDir, 3);
	await live.control('POST', 'clock', { offsetMs: days(3) });
	await live.restart();
});
afterAll(() => live.remove());
afterEach(() => live.control('DELETE', 'faults'));

/** Meta answers an endpoint with these words. */
const says = (endpoint: string, status: number, error: object) =>
	live.control('POST', 'faults', {
		endpoint,
		kind: 'custom',
		status,
		body: JSON.stringify({ error: { type: 'OAuthException', ...error } })
	});
const activity = async () => (await owner.open(`${live.origin}/activity`)).text;

describe('a renewal that Meta refuses because of the app', () => {
	const renewed = async () => {
		passAMinute(live.dataDir);
		const address = `${live.origin}/api/connections/${connectionId}`;
		const { body } = await owner.api(`${address}/refresh`, 'POST');
		const ledger = await owner.api(`${address}/refreshes`);
		return {
			connection: (body as { connection: ConnectionView }).connection,
			row: (ledger.body as { refreshes: RefreshView[] }).refreshes[0]
		};
	};

	it.each([
		['blocked', 200, 'app_blocked', { code: 200, message: 'API access deactivated.' }],
		['deleted', 400, 'app_unknown', { code: 190, message: 'Application has been deleted.' }],
		['of another secret', 400, 'app_secret', { code: 100, message: 'Invalid appsecret_proof' }]
	])('%s ends nothing, and has steps of its own', async (_name, status, code, error) => {
		await says('refresh', status, error);
		const { connection, row } = await renewed();
		expect(connection).toMatchObject({
			status: 'warning',
			problem: { code, cure: 'show_app_steps' }
		});
		expect(row).toMatchObject({ outcome: 'rejected', detail: error.message });
		expect(row?.word).toMatch(/^Refused: .*\bapp\b/i);
		const { text } = await owner.open(`${live.origin}/connections/${connectionId}`);
		expect(text).toContain('id="steps"');
		expect(text).toContain('Meta dashboard');
		expect((await owner.open(`${live.origin}/`)).text).toContain(
			'Your connection needs attention.'
		);
	});

	it("shows Meta's own words where no sentence fits, as text", async () => {
		const message = '<a href="https://evil.example">Something new</a>';
		await says('refresh', 400, { code: 190, message });
		const { connection } = await renewed();
		expect(connection.status).toBe('needs_reconnect');
		const { text } = await owner.open(`${live.origin}/connections/${connectionId}`);
		expect(text).toContain('Something new');
		expect(text).not.toContain('<a href="https://evil.example"');
	});
});

describe('a consent that comes to nothing', () => {
	const problem = async (options: Parameters<Live['connect']>[2] = {}) => {
		const { response } = await live.connect(owner, 'north.pier.radio', options);
		const location = response.headers.get('location') ?? '';
		return { location, text: (await owner.open(`${live.origin}${location}`)).text };
	};

	it('because of the secret says so, whatever the code', async () => {
		await says('exchange', 400, { code: 1, message: 'Error validating client secret.' });
		const { location, text } = await problem();
		expect(location).toBe('/connect/problem/meta_refused');
		expect(text).toContain('Meta does not accept the app secret');
		expect(text).not.toContain('Wait a minute');
		expect(await activity()).toContain('Not connected: the secret of the Meta app is not accepted');
	});

	it('after a good exchange blames neither secret nor redirect address', async () => {
		await says('long_lived', 400, { code: 100, message: 'Something else' });
		const { text } = await problem();
		expect(text).toContain('accepted id, secret and redirect address');
		expect(text).toContain('Something else');
	});

	it('because Meta cut the connection says why, and starts again', async () => {
		await live.control('POST', 'faults', { endpoint: 'exchange', kind: 'reset_before' });
		const { location, text } = await problem();
		expect(location).toBe('/connect/problem/meta_unreachable');
		expect(text).toMatch(/cut off \((ECONNRESET|UND_ERR_SOCKET)\)/);
		expect(text).toContain('Start again');
	});
});

describe("an error in Facebook's own form", () => {
	it.each([
		['error_code=901&error_message=This+app+is+in+sandbox+mode.', 'meta_refused', 'blocked or'],
		['error_code=200&error_message=Permissions+error', 'denied', 'the answer was no'],
		['error=server_error', 'server_error', 'something went wrong there'],
		['error=temporarily_unavailable', 'temporarily_unavailable', 'being mended']
	])('%s ends the attempt as %s', async (query, code, words) => {
		const { response } = await owner.open(`${live.origin}/auth/facebook/login`);
		const state = new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
		const callback = `${live.origin}/auth/facebook/callback?${query}&state=${state}`;
		const back = await owner.open(callback, { 'sec-fetch-site': 'cross-site' });
		expect(back.response.headers.get('location')).toBe(`/connect/problem/${code}`);
		expect((await owner.open(`${live.origin}/connect/problem/${code}`)).text).toContain(words);
		const again = await owner.open(callback, { 'sec-fetch-site': 'cross-site' });
		expect(again.response.headers.get('location')).toBe('/connect/problem/state_used');
		expect(await activity()).not.toContain('without having started here');
	});
});
