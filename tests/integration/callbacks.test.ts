import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP, DEFAULT_FACEBOOK_APP } from '../../simulator/apps.ts';
import { TestBrowser } from '../support/browser.ts';
import { filesIn } from '../support/leaks.ts';
import { type Live, startLive } from '../support/live.ts';
import { BOUNDARY, FORM, formOf, MULTIPART, postAsMeta, signedRequest } from '../support/signed.ts';

const MOORING = join(import.meta.dirname, '../../bin/mooring.ts');
const OTHER_KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64');
const PREVIOUS = 'the-secret-before-this-one';
const DEAUTHORIZE = '/auth/instagram/deauthorize';
const DELETION = '/auth/instagram/data-deletion';

let live: Live;
let ids: { professional: string; appScoped: string };

beforeAll(async () => {
	live = await startLive({ INSTAGRAM_CLIENT_SECRET_PREVIOUS: PREVIOUS });
});
afterAll(() => live.remove());

const sign = (userId: string, issuedAt = Date.now(), secret = DEFAULT_APP.clientSecret) =>
	signedRequest(secret, { userId, issuedAt });
const post = (path: string, body: string, headers?: Record<string, string>) =>
	postAsMeta(live.origin, path, body, headers);
const postSigned = (path: string, text: string) => post(path, formOf(text));
const json = ({ text }: { text: string }) => JSON.parse(text) as Record<string, never>;

type Told = { status: string; problem: { code: string } | null; account: { id: string } };
const connections = async (browser: TestBrowser) => {
	const { text } = await browser.open(`${live.origin}/api/connections`);
	return (JSON.parse(text) as { connections: Told[] }).connections;
};
const onDisk = (...texts: string[]) =>
	filesIn(live.dataDir)
		.filter(({ bytes }) => texts.some((text) => bytes.includes(text)))
		.map(({ name }) => name);

async function idsOf(username: string) {
	const { token } = await live.control<{ token: string }>('POST', 'token', { username });
	const response = await fetch(`${live.simulator.url}/me?fields=id,user_id&access_token=${token}`);
	const text = await response.text();
	const read = (name: string) => new RegExp(`"${name}":"?(\\d+)`).exec(text)?.[1] ?? '';
	return { professional: read('user_id'), appScoped: read('id') };
}

describe('while nobody is connected', () => {
	it('a signed request is answered, and an unsigned one is not', async () => {
		expect(await postSigned(DEAUTHORIZE, sign('1'))).toEqual({ status: 200, text: '{}' });
		const refused = await post(DEAUTHORIZE, formOf('a.b'));
		expect(refused.status).toBe(403);
		expect(json(refused)).toMatchObject({ error: { code: 'invalid_signature' } });
	});
});

describe('what Meta signed', () => {
	it('may be multipart, have a slash, come from anywhere, and be signed with any secret', async () => {
		const request = sign('1');
		const body = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="signed_request"\r\n\r\n${request}\r\n--${BOUNDARY}--\r\n`;
		const answers = [
			await post(DEAUTHORIZE, body, MULTIPART),
			await post(`${DEAUTHORIZE}/`, formOf(request)),
			await post(DEAUTHORIZE, formOf(request), { ...FORM, origin: 'https://www.facebook.com' }),
			await postSigned(DEAUTHORIZE, sign('1', Date.now(), PREVIOUS)),
			await postSigned(DEAUTHORIZE, sign('1', Date.now(), DEFAULT_FACEBOOK_APP.clientSecret)),
			await postSigned('/auth/facebook/deauthorize', request),
			await postSigned(DEAUTHORIZE, sign('1', 0)),
			await postSigned(DEAUTHORIZE, sign('1', Date.now() - 365 * 86_400_000))
		];
		expect(answers).toEqual(answers.map(() => ({ status: 200, text: '{}' })));
	});
});

let browser: TestBrowser;

describe('a deauthorization', () => {
	beforeAll(async () => {
		({ browser } = await live.claim());
		ids = await idsOf('ada.draws');
	});
	const statuses = async () => (await connections(browser)).map(({ status }) => status);
	const connectAgain = async () => {
		const [connection] = await connections(browser);
		const query = `?connection=${(connection as never as { id: string }).id}`;
		await live.connect(browser, 'ada.draws', { query });
		expect(await statuses()).toEqual(['healthy']);
	};

	it.each(['professional', 'app_scoped'])(
		'by the %s id ends the connection, and only until the next consent',
		async (userId) => {
			const body = {
				kind: 'deauthorize',
				url: live.origin + DEAUTHORIZE,
				username: 'ada.draws',
				userId
			};
			expect(await live.control('POST', 'callbacks', body)).toEqual({ status: 200, body: '{}' });
			const [connection] = await connections(browser);
			expect(connection).toMatchObject({
				status: 'needs_reconnect',
				problem: { code: 'app_removed', cure: 'reconnect' }
			});
			await connectAgain();
		}
	);

	it('replayed after a reconnect does nothing', async () => {
		const request = sign(ids.professional, Date.now() + 5000);
		await postSigned(DEAUTHORIZE, request);
		expect(await statuses()).toEqual(['needs_reconnect']);
		await connectAgain();
		await postSigned(DEAUTHORIZE, request);
		await postSigned(DEAUTHORIZE, sign(ids.professional, Date.now() - 60_000));
		expect(await statuses()).toEqual(['healthy']);
	});

	it('leaves nothing to renew or to revoke', async () => {
		await postSigned(DEAUTHORIZE, sign(ids.appScoped, Date.now() + 9000));
		const [connection] = await connections(browser);
		const { id } = connection as never as { id: string };
		const before = await live.calls();
		const renewed = await browser.api(`${live.origin}/api/connections/${id}/refresh`, 'POST');
		expect(renewed).toMatchObject({ status: 409, body: { error: { code: 'not_connected' } } });
		expect(await live.calls()).toEqual(before);
		await connectAgain();
	});
});

describe('a deletion', () => {
	const statusPage = async (url: string) => {
		const response = await fetch(url);
		return { status: response.status, headers: response.headers, text: await response.text() };
	};

	const pictures = () => filesIn(live.dataDir).filter(({ name }) => /pictures\/.+/.test(name));

	it('of somebody unknown has the same answer, and changes nothing', async () => {
		const answer = await postSigned('/auth/facebook/data-deletion', sign('17841499999999999'));
		expect(answer.status).toBe(200);
		const { url, confirmation_code: code } = json(answer) as never as Record<string, string>;
		expect(code).toMatch(/^[0-9a-f]{32}$/);
		expect(url).toBe(`${live.origin}/data-deletion/${code ?? ''}`);
		expect((await statusPage(url ?? '')).text).toContain('Done');
		expect(onDisk('ada.draws')).toContain('mooring.db');
		expect(onDisk(ids.professional)).toContain('mooring.db');
	});

	it('leaves nothing that identifies the person on the disk, while locked too', async () => {
		await expect.poll(pictures).toHaveLength(1);
		await live.restart({ SECRET_KEY: OTHER_KEY });
		expect(await connections(browser)).toMatchObject([{ status: 'locked' }]);
		const request = sign(ids.appScoped, Date.now() + 15_000);
		const answer = await postSigned(DELETION, request);
		expect(answer.status).toBe(200);
		const { url, confirmation_code: code } = json(answer) as never as Record<string, string>;
		expect(onDisk('ada.draws', 'Ada Draws', ids.professional, ids.appScoped)).toEqual([]);
		expect(pictures()).toEqual([]);
		expect(onDisk(code ?? 'none')).toEqual([]);
		expect(await postSigned(DELETION, request)).toEqual(answer);

		const { status, headers, text } = await statusPage(url ?? '');
		expect(status).toBe(200);
		expect(headers.get('cache-control')).toBe('no-store');
		expect(text).toContain('Done');
		expect(text).not.toMatch(/pending|ada|instagram/i);
	});

	it('leaves the creator, who is signed in and needs a link from then on', async () => {
		await live.restart();
		const me = await browser.api(`${live.origin}/api/user`);
		expect(me).toMatchObject({ body: { creator: { isOwner: true, identities: [] } } });
		const { response } = await live.connect(new TestBrowser(), 'ada.draws');
		expect(response.headers.get('location')).toBe('/connect/problem/stranger');
		const { stdout } = spawnSync(process.execPath, [MOORING, 'sign-in-link'], {
			cwd: live.dataDir,
			env: { PATH: process.env['PATH'], ORIGIN: live.origin, DATA_DIR: live.dataDir },
			encoding: 'utf8'
		});
		const owner = new TestBrowser();
		await owner.open(stdout.trim().split('\n').at(-1) ?? '');
		expect(await owner.api(`${live.origin}/api/user`)).toMatchObject({
			body: { creator: { isOwner: true, identities: [] } }
		});
	});

	it('has a page for its code alone', async () => {
		for (const code of ['0'.repeat(32), 'x', 'constructor']) {
			expect((await statusPage(`${live.origin}/data-deletion/${code}`)).status).toBe(404);
		}
	});
});
