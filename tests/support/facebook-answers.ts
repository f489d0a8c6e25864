import { facebook } from '../../src/lib/server/meta/facebook.ts';

/** So short that they are blanked because they were sent, not because they look like tokens. */
export const APP_SECRET = 'a1b2c3d4e5f60718';
export const APP_ID = '1188';
export const USER_TOKEN = 'EAAuser000user00';
export const PAGE_TOKEN = 'EAApage000page00';
export const CODE = 'AQcode000code000';
export const PATIENCE = { timeoutMs: 1_000 };

type Said = { status?: number; body: string };

/**
 * Facebook that gives these answers, one after the other, and the last one again and again;
 * remembers what it was asked.
 */
export function facebookAnswering(
	answers: (string | Said | Error)[],
	configId: string | null = null
) {
	const calls: { method: string; address: string; query: Record<string, string> }[] = [];
	const provider = facebookBy((input, init) => {
		const answer = answers[Math.min(calls.length, answers.length - 1)] ?? new Error('no answer');
		const url = new URL(input instanceof Request ? input.url : input);
		calls.push({
			method: init?.method ?? 'GET',
			address: `${url.origin}${url.pathname}`,
			query: Object.fromEntries(url.searchParams)
		});
		if (answer instanceof Error) return Promise.reject(answer);
		const { status = 200, body } = typeof answer === 'string' ? { body: answer } : answer;
		return Promise.resolve(new Response(body, { status }));
	}, configId);
	return { provider, calls };
}

/** Facebook that answers each path, without its version, with this JSON. */
export function facebookAt(answer: (path: string) => object) {
	const asked: string[] = [];
	let underWay = 0;
	let most = 0;
	const provider = facebookBy(async (input) => {
		const url = new URL(input instanceof Request ? input.url : input);
		const path = url.pathname.replace('/v25.0/', '');
		asked.push(path);
		most = Math.max(most, (underWay += 1));
		await new Promise((resolve) => setTimeout(resolve, 1));
		underWay -= 1;
		const body = answer(path);
		return Response.json(body, { status: 'error' in body ? 400 : 200 });
	}, null);
	return { provider, asked, mostAtOnce: () => most };
}

const facebookBy = (fetch: typeof globalThis.fetch, configId: string | null) =>
	facebook({
		settings: {
			clientId: APP_ID,
			clientSecret: APP_SECRET,
			redirectUri: 'https://m.example/cb/?a=b c',
			configId
		},
		addresses: {
			graphVersion: 'v25.0',
			hosts: { web: 'https://www.fb.example', graph: 'https://graph.fb.example' }
		},
		fetch
	});
