import { describe, expect, it, vi } from 'vitest';
import { facebook } from './facebook.ts';
import { instagram } from './instagram.ts';

const addresses = {
	graphVersion: 'v25.0',
	hosts: {
		web: 'https://www.instagram.com',
		api: 'https://api.instagram.com',
		graph: 'https://graph.instagram.com'
	}
};
const SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const settings = {
	clientId: '990602627938098',
	clientSecret: SECRET,
	redirectUri: 'https://mooring.example/auth/callback',
	redirectIsOnOrigin: true,
	configId: null
};
const patience = { timeoutMs: 1_000 };

/** Address and body of the first call. */
const sent = ({ mock: { calls } }: ReturnType<typeof answering>) => {
	const [url, init] = calls[0] ?? [];
	return { url: (url as URL).href, body: (init?.body as URLSearchParams | null)?.toString() };
};
const answering = (body: object, status = 400) =>
	vi.fn<typeof fetch>(() => Promise.resolve(Response.json(body, { status })));
const ofInstagram = (words: string) => ({
	error_type: 'OAuthException',
	code: 400,
	error_message: words
});
const ofGraph = (message: string, code: number) => ({
	error: { message, type: 'OAuthException', code }
});

describe('id and secret of an Instagram app', () => {
	const tried = (fetch: typeof globalThis.fetch) =>
		instagram({ settings, addresses, fetch }).tryApp(patience);

	it.each([
		['Matching code was not found or was already used', 'right'],
		['This authorization code has been used', 'right'],
		[
			'Error validating verification code. Please make sure your redirect_uri is identical',
			'right'
		],
		['Invalid platform app', 'wrong'],
		['Invalid Client ID', 'wrong'],
		['Error validating client secret.', 'wrong'],
		['Something else', 'untold']
	])('%s: %s', async (words, verdict) => {
		expect(await tried(answering(ofInstagram(words)))).toMatchObject({ verdict });
	});

	it('are asked about with a code that nobody has', async () => {
		const fetch = answering(ofInstagram('Invalid platform app'));
		await tried(fetch);
		const { url, body } = sent(fetch);
		expect(url).toBe('https://api.instagram.com/oauth/access_token');
		expect(body).toContain('code=mooring-asks-whether-id-and-secret-fit');
	});

	it('are not told by no answer, and never throw', async () => {
		const fetch = () => Promise.reject(new TypeError('fetch failed'));
		expect(await tried(fetch)).toMatchObject({ verdict: 'untold', cause: 'unreachable' });
		expect(await tried(answering({}, 200))).toMatchObject({ verdict: 'untold' });
	});

	it('are in no word that is told', async () => {
		const told = await tried(answering(ofInstagram(`Invalid platform app ${SECRET}`)));
		expect(JSON.stringify(told)).not.toContain(SECRET);
	});
});

describe('id and secret of a Meta app', () => {
	const tried = (fetch: typeof globalThis.fetch) =>
		facebook({ settings, addresses, fetch }).tryApp(patience);

	it('are right where they make an app token, which is kept nowhere', async () => {
		const fetch = answering(
			{ access_token: `990602627938098|${SECRET}`, token_type: 'bearer' },
			200
		);
		expect(await tried(fetch)).toEqual({ verdict: 'right' });
		expect(sent(fetch).url).toContain('grant_type=client_credentials');
	});

	it.each([
		['Error validating application. Cannot get application info.', 101, 'wrong', 'id'],
		['Error validating client secret.', 1, 'wrong', 'secret'],
		['Service temporarily unavailable', 2, 'untold', undefined]
	])('%s (%d): %s', async (words, code, verdict, which) => {
		expect(await tried(answering(ofGraph(words, code)))).toMatchObject({
			verdict,
			...(which ? { which } : {})
		});
	});
});
