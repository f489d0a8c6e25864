import { days, hours } from '../clock.ts';
import type { PracticeClock } from './clock.ts';
import type { SimulatorControl } from './simulator.ts';

/** Four looks a day: often enough that no renewal comes more than six hours late. */
const STEP = hours(6);

export type PracticeWorld = {
	readonly isMetaDown: boolean;
	readonly offsetMs: number;
	/** Lives that many days one after the other: what falls due is renewed on its day. */
	live(dayCount: number): Promise<void>;
	/** The machine is off meanwhile: nothing is renewed until it returns. */
	leap(dayCount: number): Promise<void>;
	changePassword(): Promise<void>;
	removeApp(): Promise<void>;
	takeMetaDown(): Promise<void>;
	backToNormal(): Promise<void>;
};

/**
 * Time travel and mishaps for practice mode. It moves the clock of connections, renewals and the
 * simulator only; sessions, attempts and limits keep real time.
 */
export function practiceWorld(deps: {
	clock: PracticeClock;
	simulator: SimulatorControl;
	sweep: () => Promise<void>;
	/** Makes every connection due at once, so that a mishap shows without waiting for its day. */
	makeAllDue(): Promise<void>;
	/** Stores that the machine was away between two times. */
	noteAway(from: number, until: number): Promise<void>;
}): PracticeWorld {
	const { clock, simulator, sweep } = deps;
	let isMetaDown = false;
	let travel: Promise<void> = Promise.resolve();

	async function moveBy(ms: number) {
		const target = clock.offsetMs + ms;
		await simulator.setClock(target);
		clock.moveTo(target);
	}
	/** One journey at a time: two tabs must not mix their days. */
	function oneByOne(journey: () => Promise<void>) {
		const next = travel.catch(() => undefined).then(journey);
		travel = next;
		return next;
	}

	return {
		get isMetaDown() {
			return isMetaDown;
		},
		get offsetMs() {
			return clock.offsetMs;
		},
		live: (dayCount) =>
			oneByOne(async () => {
				for (let lived = 0; lived < days(dayCount); lived += STEP) {
					await moveBy(STEP);
					await sweep();
				}
			}),
		leap: (dayCount) =>
			oneByOne(async () => {
				const from = clock.now();
				await moveBy(days(dayCount));
				await deps.noteAway(from, clock.now());
				await sweep();
			}),
		changePassword: () => look(() => simulator.killAll('password_changed')),
		removeApp: () => look(() => simulator.killAll('app_removed')),
		takeMetaDown: () =>
			look(async () => {
				await simulator.goDown();
				isMetaDown = true;
			}),
		backToNormal: () =>
			look(async () => {
				await simulator.goBackToNormal();
				isMetaDown = false;
			})
	};

	function look(after: () => Promise<void>) {
		return oneByOne(async () => {
			await after();
			await deps.makeAllDue();
			await sweep();
		});
	}
}
