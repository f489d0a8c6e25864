import { freePort } from '../tests/support/instance.ts';
import { startLive } from '../tests/support/live.ts';
import { startChromium } from './chromium.ts';
import { closing } from './ending.ts';
import { installed } from './installed.ts';
import { alone, type Row } from './rows.ts';

/** What Lighthouse gives the first page, signed out, as a phone sees it: the median of five visits. */
const VISITS = 5;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const WANTED = 100;

type Result = {
	lhr: {
		categories: Record<string, { score: number | null }>;
		audits: Record<string, { score: number | null; title: string }>;
	};
};
type Lighthouse = {
	default: (url: string, flags: Record<string, unknown>) => Promise<Result | undefined>;
};

export const lighthouseRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const { default: lighthouse } = await installed<Lighthouse>('lighthouse');
		const live = keep(await startLive(), (one) => one.remove());
		const port = await freePort();
		keep(await startChromium([`--remote-debugging-port=${String(port)}`]), (one) => one.close());
		const results: Result['lhr'][] = [];
		for (let visit = 0; visit < VISITS; visit += 1) {
			const result = await lighthouse(`${live.origin}/`, {
				port,
				logLevel: 'error',
				onlyCategories: [...CATEGORIES]
			});
			if (result) results.push(result.lhr);
		}
		const missed = Object.values(results.at(-1)?.audits ?? {}).filter(
			({ score }) => score !== null && score < 0.9
		);
		for (const { title } of missed) process.stderr.write(`below 90 in the last visit: ${title}\n`);
		return CATEGORIES.map((category) =>
			alone(`Lighthouse, mobile: ${category}`, {
				found: results.map(({ categories }) => 100 * (categories[category]?.score ?? 0)),
				unit: 'of 100',
				target: { atLeast: WANTED }
			})
		);
	});
