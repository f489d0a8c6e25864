import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { type Live, startLive } from '../support/live.ts';
import { startReceiver } from '../support/receivers.ts';

let live: Live;
let browser: TestBrowser;
let hook: Awaited<ReturnType<typeof startReceiver>>;
/** In the place of instagram.com: whatever it is asked, it answers with `behaviour.status`. */
let web: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
	[hook, web] = await Promise.all([startReceiver(), startReceiver()]);
	live = await startLive({ OUTGOING_PRIVATE_HOSTS: hook.host });
	({ browser } = await live.claim());
	const channel = { kind: 'webhook', address: `${hook.url}/hook` };
	const made = await browser.api(`${live.origin}/api/alerts/channels`, 'POST', channel);
	expect(made.status).toBe(201);
});
afterAll(async () => {
	await live.remove();
	hook.close();
	web.close();
});

const told = () =>
	hook.got
		.map(
			({ body }) => JSON.parse(body) as { type: string; data: { sentence: string; url: string } }
		)
		.filter(({ type }) => type === 'instance.meta_change')
		.map(({ data }) => data.sentence);

it('a version that ends and a login page that is gone are told once, and shown', async () => {
	web.behaviour.status = 404;
	const changed = { META_GRAPH_VERSION: 'v21.0', INSTAGRAM_WEB_URL: web.url };
	await live.restart(changed);
	await expect.poll(() => told().length).toBe(2);
	const [ends = '', gone = ''] = told();
	expect(ends).toMatch(/^Version v21\.0 of Meta's API end(s|ed) on 21 January 2027\./);
	expect(gone).toContain(`Where Instagram Login begins, ${web.host} answers 404.`);
	const looks = web.got.filter(({ path }) => path.startsWith('/oauth/authorize?'));
	expect(looks.map(({ method }) => method)).toEqual(['GET']);

	const { text } = await browser.open(`${live.origin}/setup`);
	expect(text).toContain('v21.0 of Meta');
	expect(text).toContain('Instagram Login is not where it was');
	const env = { DATA_DIR: live.dataDir, ORIGIN: live.origin, META_GRAPH_VERSION: 'v21.0' };
	const { output } = await runCommand(live.dataDir, ['doctor'], env);
	expect(output).toContain('21 January 2027');
	expect(output).toContain(`${web.host} answers 404`);

	await live.restart(changed);
	await live.restart(changed);
	expect(told()).toHaveLength(2);
});
