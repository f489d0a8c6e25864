import { usualTypes } from '../../src/lib/server/alerts/events.ts';
import { newChannel } from '../../src/lib/server/alerts/channels.ts';
import { days, hours, seconds } from '../../src/lib/server/clock.ts';
import { signInAgainBy } from '../../src/lib/server/connections/health.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import { connect } from './accounts.ts';
import type { Instance } from './instance.ts';
import type { Machine } from './machine.ts';
import type { Parts } from './parts.ts';
import { rowsOf } from './rows.ts';
import { CALM_AT_THE_END } from './weather.ts';

export type Creators = ReturnType<typeof createCreators>;

/** Whoever did not get through tries again so much later. */
const TRIES_AGAIN = hours(12);
/** A sign-in that Facebook wants anew is seen to so early. */
const SIGN_IN_BEFORE = days(10);

/** What creators do: connect, and again where they see that they have to. */
export function createCreators(parts: Parts, { state, doing }: Machine) {
	const { profile, time, weather, life, disk, meta, episodes, safety, trace, wall } = parts;
	const all = meta.names.map(() => ({ actsAt: profile.start + seconds(1), isAsked: false }));
	let hasChannel = false;

	const isAskedFor = (row: Connection) =>
		row.endedCause !== null || (signInAgainBy(row) ?? Infinity) - wall() < SIGN_IN_BEFORE;

	/** When a creator who is asked to come back does so. */
	const comesBackAt = () =>
		time.now() + (time.now() > parts.end - CALM_AT_THE_END ? days(1) : profile.reconnectsAfter);

	async function connectAgain(living: Instance, account: number) {
		const rows = rowsOf(living);
		const row = rows.find(({ username }) => username === meta.names[account]);
		const creatorId = rows[0]?.creatorId ?? null;
		const isDone = await doing('connect', () =>
			connect(living, meta, { account, creatorId, ...(row ? { earlier: row } : {}) })
		);
		if (!isDone) return false;
		episodes.connected(account, time.now());
		safety.connected(account);
		trace.met(meta.isByFacebook(account) ? 'connected by Facebook Login' : 'connected');
		return true;
	}

	/** An address for alerts, as soon as there is somebody to have one. */
	function wantAlerts() {
		const { instance } = state;
		if (hasChannel || !instance || disk.isBad() || rowsOf(instance).length === 0) return;
		hasChannel = true;
		addChannel(instance, wall());
	}

	return {
		actsAt: () => all.map(({ actsAt }) => actsAt),
		/** Who left comes back some day. */
		returns(account: number, at: number) {
			const mine = all[account];
			if (mine) mine.actsAt = at;
		},
		async act() {
			for (const [account, mine] of all.entries()) {
				const living = state.instance;
				if (!living || living.vault.isLocked || life.steps.killedAt() !== null) continue;
				const row = rowsOf(living).find(({ username }) => username === meta.names[account]);
				if (row && row.disconnectedAt === null && !isAskedFor(row)) {
					Object.assign(mine, { actsAt: Infinity, isAsked: false });
					continue;
				}
				if (row && row.disconnectedAt === null && !mine.isAsked)
					Object.assign(mine, { actsAt: comesBackAt(), isAsked: true });
				if (mine.actsAt > time.now()) continue;
				mine.actsAt = time.now() + TRIES_AGAIN;
				if (weather.at('machine off', time.now()) || !state.isConfigured) continue;
				if (!(await connectAgain(living, account))) continue;
				Object.assign(mine, { actsAt: Infinity, isAsked: false });
				wantAlerts();
				await time.pass(time.now() + seconds(61));
			}
			wantAlerts();
		}
	};
}

/** An address of mail, as its creator has confirmed it. */
function addChannel({ sqlite }: Instance, now: number) {
	const creatorId = sqlite.prepare('select id from creators').pluck().get() as string;
	const channel = newChannel({
		id: 'mail',
		creatorId,
		kind: 'mail',
		address: 'ada@example.org',
		sealed: null,
		types: usualTypes('mail'),
		state: 'on',
		createdAt: now
	});
	const columns = Object.keys(channel).map((name) =>
		name.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)
	);
	sqlite
		.prepare(
			`insert into alert_channels (${columns.join()}) values (${columns.map(() => '?').join()})`
		)
		.run(Object.values(channel));
}
