import { built, started } from './apps.ts';
import { closing } from './ending.ts';
import { startHome } from './home.ts';
import { loaded } from './load.ts';
import { memoryOf } from './memory-of.ts';
import { pathOfSize } from './pages.ts';
import { alone, type Row } from './rows.ts';
import { SIZE } from './sizes.ts';

const STEPS = 10;
const REST_MS = 5_000;

/** What the servers hold in memory at rest, and after many requests: pages and session checks in turns. */
export const memoryRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const folder = await built('bare');
		const home = keep(await startHome(), (one) => one.close());
		// What the visits before have left is not what it rests with.
		await home.live.restart();
		const bare = keep(await started(folder), (one) => one.stop());
		const page = await pathOfSize(bare.origin, 10_000);
		await new Promise((resolve) => setTimeout(resolve, REST_MS));
		const rest = { ours: memoryOf(home.live.pid()), bare: memoryOf(bare.pid) };
		const asked = [home.signedOut('/'), home.signedIn('/'), home.asScript('/api/user')];
		const mixed = asked[0]?.flatMap((_, at) => asked.flatMap((kind) => kind[at] ?? [])) ?? [];
		const after = { ours: [] as number[], bare: [] as number[] };
		const amount = Math.ceil(SIZE.memoryRequests / STEPS);
		for (let step = 0; step < STEPS; step += 1) {
			await loaded({ url: home.live.origin, requests: mixed, amount });
			after.ours.push(memoryOf(home.live.pid()));
			const onBare = mixed.map((one) => ({ ...one, path: one.path === '/' ? page : one.path }));
			await loaded({ url: bare.origin, requests: onBare, amount });
			after.bare.push(memoryOf(bare.pid));
		}
		const total = (amount * STEPS).toLocaleString('en');
		const words = (mb: number[]) => mb.map((one) => one.toFixed(0)).join(' ');
		return [
			alone('memory at rest, over a bare app', {
				found: [rest.ours - rest.bare],
				unit: 'MB',
				beside: `${rest.ours.toFixed(0)} MB and ${rest.bare.toFixed(0)} MB`,
				target: { atMost: 40 }
			}),
			alone(`memory over ${total} requests, second half: growth of 10,000`, {
				found: [slopeOf(after.ours.slice(STEPS / 2)) / (amount / 10_000)],
				unit: 'MB',
				beside: `after each tenth ${words(after.ours)} MB`,
				target: { atMost: 1 }
			}),
			alone(`the same of the bare app`, {
				found: [slopeOf(after.bare.slice(STEPS / 2)) / (amount / 10_000)],
				unit: 'MB',
				beside: `after each tenth ${words(after.bare)} MB`
			})
		];
	});

/** How much a row of figures grows from one to the next, by least squares. */
function slopeOf(figures: number[]): number {
	const middle = (figures.length - 1) / 2;
	const mean = figures.reduce((sum, one) => sum + one, 0) / figures.length;
	let [over, under] = [0, 0];
	figures.forEach((one, at) => {
		over += (at - middle) * (one - mean);
		under += (at - middle) ** 2;
	});
	return over / under;
}
