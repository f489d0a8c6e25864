import type { FeedView } from '../src/lib/view.ts';
import { closing } from './ending.ts';
import { startHome } from './home.ts';
import { inTurns } from './load.ts';
import { alone, type Row } from './rows.ts';

const POSTS = 30;

/** How many requests for a feed one process answers, whole and where nothing has changed. */
export const feedLoadRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const home = keep(await startHome(), (one) => one.close());
		const { live, browser, connectionId } = home;
		await live.control('POST', 'switches', { postsDrawn: POSTS });
		const api = (path: string, sent?: unknown) =>
			browser.api(`${live.origin}/api/feeds${path}`, 'POST', sent);
		const rules = { max: POSTS, offGridReels: true };
		const { body } = await api('', { connectionId, rules });
		const { feed } = body as { feed: FeedView };
		await api(`/${feed.id}/sync`);
		const path = new URL(feed.addresses.json).pathname;
		// A tag is one of an encoding.
		const headers = { 'accept-encoding': 'identity' };
		const response = await fetch(live.origin + path, { headers });
		const size = (await response.arrayBuffer()).byteLength;
		const tag = response.headers.get('etag') ?? '';
		const asked = (more: Record<string, string>) =>
			home
				.signedOut(path)
				.map((one) => ({ ...one, headers: { ...one.headers, ...headers, ...more } }));
		const found = await inTurns({
			whole: { url: live.origin, requests: asked({}) },
			known: { url: live.origin, requests: asked({ 'if-none-match': tag }), expected: 304 }
		});
		const rate = (name: keyof typeof found) => found[name].map(({ perSecond }) => perSecond);
		return [
			alone(`feed of ${String(POSTS)} posts: requests`, {
				found: rate('whole'),
				unit: '/s',
				beside: `${(size / 1024).toFixed(0)} KB each`
			}),
			alone('the same where nothing has changed (304)', { found: rate('known'), unit: '/s' })
		];
	});
