import { ask, keptOpen } from './ask.ts';
import { closing } from './ending.ts';
import { startGround } from './ground.ts';
import { median, throughput, times, timesInTurns } from './measure.ts';
import { alone, compared, type Row } from './rows.ts';
import { SIZE } from './sizes.ts';

/**
 * What the way through Mooring costs a program, beside Meta's stand-in alone and beside a relay that
 * rewrites nothing. Bounded by the limits that every key has: 20 keys, each 120 calls at once and 10 a
 * second after.
 */
const POSTS = [25, 100];
const [TURNS, PER_TURN] = [8, 40];

export const relayRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const ground = keep(await startGround(), (one) => one.close());
		const rows: Row[] = [];
		const one = keptOpen(1);
		const path = (posts: number) =>
			`/v25.0/me/media?limit=${String(posts)}&fields=id,caption,media_type,media_url,permalink,timestamp,like_count`;
		const straightTo = (base: string, posts: number, key: string | null) => () =>
			ask(base, path(posts), { agent: one, key });
		const relayed = (posts: number) => () =>
			ask(ground.live.origin, `/graph${path(posts)}`, { agent: one, key: ground.key() });

		const rest = ground.memory();
		for (const posts of POSTS) {
			const found = await timesInTurns(
				{
					direct: straightTo(ground.live.simulator.url, posts, ground.token),
					bare: straightTo(ground.bare, posts, null),
					relay: relayed(posts)
				},
				{ turns: TURNS, perTurn: PER_TURN }
			);
			const over = (whole: number[]) => whole.map((ms, turn) => ms - (found.direct[turn] ?? NaN));
			rows.push(
				alone(`relay, ${String(posts)} posts: added by Mooring`, {
					found: over(found.relay),
					unit: 'ms',
					beside: `${median(found.direct).toFixed(2)} ms straight`,
					target: { atMost: 1.5 }
				}),
				compared(`relay, ${String(posts)} posts: added, of a bare relay’s`, {
					ours: over(found.relay),
					beside: over(found.bare),
					unit: 'ms',
					than: 'a bare relay',
					target: { atMost: 6 }
				})
			);
		}

		await waitForLimits();
		const many = keptOpen(8);
		const rateOf = (base: string, asked: string, key: () => string | null) =>
			throughput(() => ask(base, asked, { agent: many, key: key() }), { count: 1_000, atOnce: 8 });
		rows.push(
			compared('relay: throughput, of a bare relay’s', {
				beside: [await rateOf(ground.bare, path(25), () => null)],
				ours: [await rateOf(ground.live.origin, `/graph${path(25)}`, ground.key)],
				unit: '/s',
				than: 'a bare relay',
				target: { atLeast: 0.2 }
			})
		);

		await waitForLimits();
		const asked = (path: string, how: { method?: string; status?: number }) => () =>
			ask(ground.live.origin, path, { agent: one, key: ground.key(), ...how });
		const keys = await timesInTurns(
			{
				key: asked('/api/v1/key', {}),
				// The same handles, and refused before anybody looks at the key.
				none: asked('/api/v1/openapi.json', { method: 'POST', status: 405 })
			},
			{ turns: TURNS, perTurn: 60 }
		);
		rows.push(
			compared('relay: key check', {
				ours: keys.key,
				beside: keys.none,
				unit: 'ms',
				than: 'a route without one',
				target: { atMost: 1.3 }
			})
		);

		await waitForLimits();
		// The simulator may slow down as well: it is taken away in each tenth.
		const added: number[] = [];
		const straight = straightTo(ground.live.simulator.url, 25, ground.token);
		for (let tenth = 0; tenth < 10; tenth += 1) {
			const direct = median(await times(straight, 40));
			added.push(median(await times(relayed(25), SIZE.relayCalls / 10, 150)) - direct);
		}
		rows.push(
			compared(`relay: added in the last tenth of ${SIZE.relayCalls.toLocaleString('en')} calls`, {
				ours: added.slice(-1),
				beside: added.slice(0, 1),
				unit: 'ms',
				than: 'in the first tenth',
				target: { atMost: 1.2 }
			}),
			alone('relay: memory over rest', {
				found: [ground.memory() - rest],
				unit: 'MB',
				target: { atMost: 60 }
			})
		);
		return rows;
	});

/** Until every key may call 120 times again. */
function waitForLimits() {
	return new Promise((resolve) => setTimeout(resolve, 12_500));
}
