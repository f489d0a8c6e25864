import { expect, it, onTestFinished } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { consent } from '../support/consent.ts';
import { freePort, startInstance } from '../support/instance.ts';

it('an invitation lives on the clock of practice: it ends with the days that are lived', async () => {
	const simulator = String(await freePort());
	const practice = await startInstance({ PRACTICE: '1', SIMULATOR_PORT: simulator });
	onTestFinished(() => practice.remove());
	const at = (path: string) => practice.origin + path;
	const owner = new TestBrowser();
	const askMeta = async (query = '') => {
		const { response } = await owner.open(at(`/auth/instagram/login${query}`));
		const callback = await consent(owner, response.headers.get('location') ?? '', 'ada.draws');
		await owner.open(callback, { 'sec-fetch-site': 'cross-site' });
	};
	await askMeta();
	await askMeta('?confirm=/settings');
	const live = (days: string) => owner.submit(at('/practice?/live'), { days, back: '/' });
	const invite = async () => {
		const { text } = await owner.submit(at('/settings?/invite'), {});
		return at(`/invitation/${/\/invitation\/([\w-]{43})/.exec(text)?.[1] ?? 'none'}`);
	};
	const isOpen = async (link: string) => (await new TestBrowser().open(link)).response.status;

	await live('7');
	const link = await invite();
	expect(await isOpen(link)).toBe(200);
	await live('7');
	expect(await isOpen(link)).toBe(404);
	expect(await isOpen(await invite())).toBe(200);
});
