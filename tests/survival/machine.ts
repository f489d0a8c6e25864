import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { arrived, failed } from '../../src/lib/server/alerts/result.ts';
import { days, minutes, seconds } from '../../src/lib/server/clock.ts';
import { type Instance, startInstance } from './instance.ts';
import type { Parts } from './parts.ts';
import { countSteps } from './steps.ts';

export type Machine = ReturnType<typeof createMachine>;

/** Where it does not start, it is tried again so much later. */
const STARTS_AGAIN = minutes(10);

/** The machine on which Mooring runs: what is started, stopped and killed there. */
export function createMachine(parts: Parts) {
	const { profile, time, weather, chance, trace, meta, watch, safety, disk, life, keys } = parts;
	const state = {
		/** Null where nothing runs. */
		instance: null as Instance | null,
		/** When it is to be started, where nothing runs. */
		bootAt: profile.start,
		/** The machine's uptime: what is skipped because nothing happens is no sleep. */
		uptime: days(1),
		/** The schema of the program that is installed; null: the newest. */
		schema: profile.schema,
		isLockedOut: false,
		isConfigured: true,
		/** Whether something failed since the tick began. */
		hasFailed: false
	};
	let lives = 0;
	const home = () => join(parts.folder, String(lives));
	mkdirSync(home());
	keys.begin(home());

	const send: Parameters<typeof startInstance>[0]['send'] = (_, rows) => {
		const isLost = weather.at('mail fails', time.now());
		if (isLost) trace.met('mail fails');
		if (isLost || weather.at('network gone', time.now())) {
			watch.mailFailed();
			return Promise.resolve(failed('The mail server is away.'));
		}
		watch.left(rows);
		for (const { type } of rows) trace.met(`told: ${type}`);
		return Promise.resolve(arrived('Sent.'));
	};

	/** Does something as the process; false: it was killed on the way, or it failed. */
	async function doing(what: string, work: () => Promise<unknown>): Promise<boolean> {
		const isKilled = () => life.steps.killedAt() !== null;
		if (isKilled()) return false;
		try {
			await time.run(work(), isKilled);
		} catch (error) {
			if (isKilled()) return false;
			state.hasFailed = true;
			if (weather.at('disk read-only', time.now())) trace.met('disk read-only');
			trace.note(`${what} failed: ${error instanceof Error ? error.message : 'unknown'}`);
			safety.failed(what, error);
			return false;
		}
		return !isKilled();
	}

	/** The key and the settings are as they are at the start; a change of them needs another one. */
	function setUp() {
		const isLost = weather.at('key lost for a while', time.now()) !== undefined;
		if (isLost && !state.isLockedOut) keys.lose(home());
		if (!isLost && state.isLockedOut) keys.giveBack(home());
		state.isLockedOut = isLost;
		state.isConfigured = weather.at('Meta app not set up', time.now()) === undefined;
	}

	async function boot() {
		setUp();
		await doing('start', async () => {
			state.instance = await startInstance({
				folder: home(),
				now: parts.wall,
				uptime: () => state.uptime,
				meta,
				steps: life.steps,
				random: chance,
				disk,
				backups: parts.backups.folder,
				schema: state.schema,
				isConfigured: state.isConfigured,
				over: (result) => trace.met(`sweep: ${result}`),
				send,
				sleep: time.wait,
				logged: (level, _, words) => {
					trace.met(`log: ${words}`);
					if (level === 'error') trace.note(`log ${words}`);
				}
			});
			// In the background, as soon as it runs.
			await state.instance.keeper?.begin();
		});
		if (life.steps.killedAt() !== null) return die();
		if (!state.instance) state.bootAt = time.now() + STARTS_AGAIN;
	}

	/** As `kill -9` or a power cut leaves it: the files as they lie there, and nothing said. */
	function die(how = `at ${life.steps.killedAt() ?? ''}`) {
		trace.note(`the process died ${how}`);
		if (life.steps.killedAt() !== null) {
			trace.met('killed at a step');
			trace.met(`killed ${life.steps.killedAt() ?? ''}`);
		}
		noteBeat();
		const before = home();
		lives += 1;
		copyFiles(before, home());
		state.instance?.sqlite.close();
		rmSync(before, { recursive: true, force: true });
		state.instance = null;
		life.steps = countSteps();
		meta.forget();
		const again = time.now() + chance.between(seconds(20), minutes(10));
		state.bootAt = Math.max(state.bootAt, again);
		safety.died();
	}

	/** The last beat was 20 seconds ago at most, also where the time before was skipped. */
	function noteBeat() {
		if (!state.instance || disk.isBad()) return;
		disk.apply(state.instance.sqlite);
		state.instance.sqlite.prepare('update scheduler set beat_at = ?').run(parts.wall());
	}

	/** @param bootAt when it is to be started again */
	async function stop(bootAt: number = state.bootAt) {
		state.bootAt = bootAt;
		if (!state.instance) return;
		noteBeat();
		const { sweep, alerts, keeper, db } = state.instance;
		await doing('stop', () => Promise.all([sweep.stop(), alerts.stop(), keeper?.stop()]));
		await db.destroy();
		state.instance = null;
		// What the disk does not take now was in the memory of the process alone.
		if (disk.isBad()) safety.died();
	}

	return { state, home, doing, boot, die, stop };
}

/** Copies what lies in a data folder: the database as it is, its log and the key with it. */
function copyFiles(from: string, to: string) {
	mkdirSync(to, { mode: 0o700 });
	for (const entry of readdirSync(from, { withFileTypes: true }))
		if (entry.isFile() && !/-shm$|\.lock/.test(entry.name))
			copyFileSync(join(from, entry.name), join(to, entry.name));
}
