import type { Browser } from '@playwright/test';
import { MOST_SCRIPT_BYTES } from '../tests/support/weight.ts';
import { built, started } from './apps.ts';
import { startChromium } from './chromium.ts';
import { closing } from './ending.ts';
import { startHome } from './home.ts';
import { pathOfSize } from './pages.ts';
import { alone, compared, type Row } from './rows.ts';

const KINDS = ['Script', 'Stylesheet', 'Font', 'Document', 'other'] as const;
type Weights = Record<(typeof KINDS)[number], number>;

/** The bytes that the first view loads over the wire, signed out and signed in, beside a bare page. */
export const weightRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const folder = await built('bare');
		const home = keep(await startHome(), (one) => one.close());
		const bare = keep(await started(folder), (one) => one.stop());
		const browser = keep(await startChromium(), (one) => one.close());
		const page = await pathOfSize(bare.origin, 10_000);
		const beside = sum(await weights(browser, bare.origin + page));
		const { origin } = home.live;
		const rows: Row[] = [];
		for (const [words, cookies] of [
			['signed out', []],
			['signed in', [{ ...home.cookie, url: origin }]]
		] as const) {
			const found = await weights(browser, `${origin}/`, [...cookies]);
			rows.push(
				alone(`first view ${words}: JavaScript`, {
					found: [found.Script / 1024],
					unit: 'KB',
					beside: 'compressed, as it came',
					target: { atMost: MOST_SCRIPT_BYTES / 1024 }
				}),
				compared(`first view ${words}: all bytes`, {
					ours: [sum(found) / 1024],
					beside: [beside / 1024],
					unit: 'KB',
					than: 'a bare page of 10 KB'
				}),
				alone(`first view ${words}: ${KINDS.slice(1).join(', ')}`, {
					found: [(sum(found) - found.Script) / 1024],
					unit: 'KB',
					beside: KINDS.slice(1)
						.map((kind) => `${(found[kind] / 1024).toFixed(1)}`)
						.join(', ')
				})
			);
		}
		return rows;
	});

type Cookie = { name: string; value: string; url: string };

async function weights(browser: Browser, url: string, cookies: Cookie[] = []): Promise<Weights> {
	const context = await browser.newContext();
	try {
		if (cookies.length > 0) await context.addCookies(cookies);
		const page = await context.newPage();
		const client = await context.newCDPSession(page);
		const kinds = new Map<string, string>();
		const found = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Weights;
		client.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
		client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			const type = kinds.get(requestId);
			found[KINDS.find((kind) => kind === type) ?? 'other'] += encodedDataLength;
		});
		await client.send('Network.enable');
		await page.goto(url, { waitUntil: 'networkidle' });
		return found;
	} finally {
		await context.close();
	}
}

const sum = (weights: Weights) => KINDS.reduce((all, kind) => all + weights[kind], 0);
