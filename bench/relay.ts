import { ask, keptOpen } from './ask.ts';
import { startGround } from './ground.ts';
import { median, medians, throughput, times } from './measure.ts';

/**
 * What the way through Mooring costs a program, beside Meta's stand-in alone and beside a relay that
 * rewrites nothing. Bounded by the limits that every key has: 20 keys, each 120 calls at once and 10 a
 * second after.
 */
const POSTS = [25, 100];
const SLOPE_CALLS = Number(process.env['BENCH_SLOPE_CALLS'] ?? 10_000);

type Row = { what: string; found: string; limit: string; holds: boolean };
const rows: Row[] = [];
const held = (what: string, found: number, unit: string, limit: number, atLeast = false) =>
	rows.push({
		what,
		found: `${found.toFixed(2)} ${unit}`,
		limit: `${atLeast ? '≥' : '≤'} ${String(limit)} ${unit}`,
		holds: atLeast ? found >= limit : found <= limit
	});

const ground = await startGround();
try {
	const one = keptOpen(1);
	const path = (posts: number) =>
		`/v25.0/me/media?limit=${String(posts)}&fields=id,caption,media_type,media_url,permalink,timestamp,like_count`;
	const straightTo = (base: string, posts: number, key: string | null) => () =>
		ask(base, path(posts), { agent: one, key });
	const relayed = (posts: number) => () =>
		ask(ground.live.origin, `/graph${path(posts)}`, { agent: one, key: ground.key() });

	const rest = ground.memory();
	for (const posts of POSTS) {
		const found = await medians(
			{
				direct: straightTo(ground.live.simulator.url, posts, ground.token),
				bare: straightTo(ground.bare, posts, null),
				relay: relayed(posts)
			},
			{ rounds: 8, perRound: 40 }
		);
		const added = found.relay - found.direct;
		const addedBare = found.bare - found.direct;
		held(`${String(posts)} posts: added by Mooring, median`, added, 'ms', 1.5);
		held(`${String(posts)} posts: beside a bare relay`, added / addedBare, 'times', 6);
	}

	await waitForLimits();
	const many = keptOpen(8);
	const bareRate = await throughput(() => ask(ground.bare, path(25), { agent: many, key: null }), {
		count: 1_000,
		atOnce: 8
	});
	const rate = await throughput(
		() => ask(ground.live.origin, `/graph${path(25)}`, { agent: many, key: ground.key() }),
		{ count: 1_000, atOnce: 8 }
	);
	held('throughput, of a bare relay’s', rate / bareRate, 'times', 0.2, true);

	await waitForLimits();
	const bareRoute = await medians(
		{
			key: () => ask(ground.live.origin, '/api/v1/key', { agent: one, key: ground.key() }),
			none: () =>
				ask(ground.live.origin, '/graph/..', {
					agent: one,
					key: ground.key(),
					status: 400
				})
		},
		{ rounds: 8, perRound: 60 }
	);
	held('key check, of a route without one', bareRoute.key / bareRoute.none, 'times', 1.3);

	await waitForLimits();
	const taken = await times(relayed(25), SLOPE_CALLS, 150);
	const tenth = Math.floor(taken.length / 10);
	held(
		`last tenth of ${String(SLOPE_CALLS)} calls, of the first`,
		median(taken.slice(-tenth)) / median(taken.slice(0, tenth)),
		'times',
		1.2
	);
	held('memory over rest', ground.memory() - rest, 'MB', 60);
} finally {
	await ground.close();
}
console.table(rows);
if (!rows.every(({ holds }) => holds)) process.exitCode = 1;

/** Until every key may call 120 times again. */
function waitForLimits() {
	return new Promise((resolve) => setTimeout(resolve, 12_500));
}
