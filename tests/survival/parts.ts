import { watchAlerts } from './alert-watch.ts';
import { createBackups } from './backups.ts';
import { createDisk } from './disk.ts';
import { episodesOf } from './episodes.ts';
import { stepOfClock } from './happenings.ts';
import { createKeys } from './keys.ts';
import { createMeta } from './meta.ts';
import type { Profile } from './profile.ts';
import { randomOf } from './random.ts';
import { createSafety } from './safety.ts';
import { countSteps } from './steps.ts';
import { createTime } from './time.ts';
import { createTrace } from './trace.ts';
import { weatherOf } from './weather.ts';

export type Parts = ReturnType<typeof createParts>;

/** What all that happens in one world has in common. */
export function createParts(profile: Profile, folder: string) {
	const { seed, start } = profile;
	const time = createTime(start);
	const weather = weatherOf(profile);
	const chance = randomOf(seed, 5);
	const trace = createTrace(time.now);
	/** How far the machine's clock is set from the truth. */
	const offset = (at: number) => {
		const [on, back] = [weather.at('clock set forward', at), weather.at('clock set back', at)];
		return (on ? stepOfClock(on.share) : 0) - (back ? stepOfClock(back.share) : 0);
	};
	const disk = createDisk({ time, weather, chance, trace });
	/** The steps of the process that runs now. */
	const life = { steps: countSteps() };
	const meta = createMeta(profile, { time, weather, steps: () => life.steps });
	const watch = watchAlerts({ time });
	return {
		profile,
		end: start + profile.lasts,
		time,
		weather,
		chance,
		trace,
		offset,
		/** What the machine's clock shows. */
		wall: () => Math.round(time.now() + offset(time.now())),
		disk,
		life,
		meta,
		watch,
		safety: createSafety({ profile, time, weather, meta, trace, watch, disk }),
		episodes: episodesOf(watch),
		keys: createKeys(folder),
		backups: createBackups(folder),
		folder
	};
}
