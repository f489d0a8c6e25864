import { chromium } from '@playwright/test';
import { findChromium } from '../bin/testing/browser.mjs';
import { freePort } from '../tests/support/instance.ts';
import { startLive } from '../tests/support/live.ts';
import { installed } from './installed.ts';
import { median } from './measure.ts';

/**
 * `npm run lighthouse`: what Lighthouse gives the first page, signed out, as a phone sees it: the
 * median of five visits, each of 100.
 */
const VISITS = 5;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

type Result = {
	lhr: {
		categories: Record<string, { score: number | null }>;
		audits: Record<string, { score: number | null; title: string }>;
	};
};
type Lighthouse = {
	default: (url: string, flags: Record<string, unknown>) => Promise<Result | undefined>;
};

const { default: lighthouse } = await installed<Lighthouse>('lighthouse');
const live = await startLive();
const port = await freePort();
const { executablePath, args, env } = await findChromium();
const browser = await chromium.launch({
	executablePath,
	args: [...args, `--remote-debugging-port=${String(port)}`],
	...(env ? { env } : {})
});
try {
	const results: Result['lhr'][] = [];
	for (let visit = 0; visit < VISITS; visit += 1) {
		const result = await lighthouse(`${live.origin}/`, {
			port,
			logLevel: 'error',
			onlyCategories: [...CATEGORIES]
		});
		if (result) results.push(result.lhr);
	}
	const scores = CATEGORIES.map((category) => ({
		category,
		score: Math.round(
			100 * median(results.map(({ categories }) => categories[category]?.score ?? 0))
		)
	}));
	console.table(scores);
	const missed = Object.values(results.at(-1)?.audits ?? {}).filter(
		({ score }) => score !== null && score < 0.9
	);
	for (const { title } of missed) process.stdout.write(`below 90 in the last visit: ${title}\n`);
	process.exitCode = scores.every(({ score }) => score === 100) ? 0 : 1;
} finally {
	await browser.close();
	await live.remove();
}
