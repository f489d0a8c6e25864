import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { AppError, internal } from '../errors.ts';
import { EMBED_POLICY } from '../feed/embed-style.ts';
import { embedSentence } from '../feed/embed.ts';
import { openHeaders } from '../feed/open-headers.ts';
import type { Count } from '../feed/serve.ts';
import { clientAddress } from './answer.ts';
import { clientKey } from './client-key.ts';
import { errorJson, retryHeaders } from './refusal.ts';
import { originAsked } from './worlds.ts';

type FeedApp = Pick<App, 'feeds' | 'settings'>;

/**
 * Answers `/feed`, to any site and by no session or key. Errors are JSON, in a frame a page of one
 * sentence; both may be read anywhere and are kept nowhere.
 */
export async function answerFeed(event: RequestEvent, app: FeedApp): Promise<Response> {
	const { origin } = app.settings;
	const open = openHeaders(origin.protocol === 'https:');
	try {
		const { status, headers, body } = await answerOf(event, app);
		const isHead = event.request.method === 'HEAD';
		return new Response(isHead ? null : body, { status, headers: { ...open, ...headers } });
	} catch (caught) {
		if (!(caught instanceof AppError)) event.locals.report(caught);
		const error = caught instanceof AppError ? caught : internal();
		return errorOf(event, error, open);
	}
}

type Answer = { status: number; headers: Record<string, string>; body: BodyInit | null };

async function answerOf(event: RequestEvent, { feeds, settings }: FeedApp): Promise<Answer> {
	const { method, headers } = event.request;
	if (originAsked(headers.get('host') ?? undefined, settings) === null) throw wrongHost();
	if (method === 'OPTIONS') return { status: 204, headers: PREFLIGHT, body: null };
	if (method !== 'GET' && method !== 'HEAD') throw onlyReading();
	const { path, query } = event.locals.asked ?? { path: '', query: '' };
	return feeds.answer({ path, query, headers }, counting(event, feeds));
}

/** Of many refusals the first is logged. */
const counting =
	(event: RequestEvent, { count }: Pick<App['feeds'], 'count'>): Count =>
	(what) => {
		const taken = count(what, clientKey(clientAddress(event)));
		if (taken.isAllowed) return null;
		event.locals.isUnlogged = !taken.isFirst;
		return taken.retryAfter;
	};

const ALLOW = 'GET, HEAD, OPTIONS';

/** Fetch, "CORS-preflight": what any page may send here. */
const PREFLIGHT = {
	allow: ALLOW,
	'access-control-allow-methods': 'GET, HEAD',
	'access-control-allow-headers': '*',
	'access-control-max-age': '86400',
	'cache-control': 'no-store'
};

function errorOf(event: RequestEvent, error: AppError, open: Record<string, string>) {
	const { requestId, asked } = event.locals;
	const more = { ...open, ...(error.status === 405 ? { allow: ALLOW } : {}) };
	const inFrame = asked?.path.endsWith('/embed') === true && error.status !== 405;
	if (!inFrame) return errorJson(error, requestId, more);
	const headers = {
		...more,
		...retryHeaders(error),
		'cache-control': 'no-store',
		'content-security-policy': EMBED_POLICY,
		'content-type': 'text/html; charset=utf-8'
	};
	return new Response(embedSentence(error.message), { status: error.status, headers });
}

const onlyReading = () =>
	new AppError('method_not_allowed', 'A feed is only read: use GET or HEAD.');
const wrongHost = () => new AppError('wrong_host', 'This Mooring answers at another address only.');
