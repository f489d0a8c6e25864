import { statSync } from 'node:fs';
import { minutes } from '../clock.ts';
import type { Log } from '../log.ts';
import { keyFile } from '../vault/key-file.ts';
import { unlock } from '../vault/unlock.ts';
import { dropOlderKeys, forgetGoneKeys, type Kept } from './older-keys.ts';
import { type Rotating, rotatedAt, sealAllAnew } from './rotated.ts';

/** A change of the key file that is younger has somebody at work on it: the command that made it. */
const SETTLED = minutes(1);

export type KeeperDeps = Rotating &
	Kept & {
		/** Whether the keys come from SECRET_KEY: then nothing is taken out of a file. */
		isFromSetting: boolean;
		/** Called where another key has become the current one. */
		onNewKey: () => Promise<void>;
		log: Pick<Log, 'info'>;
		now: () => number;
	};

/**
 * What the running Mooring does about its keys: it takes up new ones, brings a rotation to its end that
 * nobody else does, and drops the older keys once no backup needs them.
 */
export function keyKeeper(deps: KeeperDeps) {
	const { db, vault, keys, dataDir, isFromSetting, log, now } = deps;
	let current = keys.masters()[0].id;
	let underWay: Promise<void> | null = null;

	async function keep(isStart: boolean) {
		keys.look();
		const masters = keys.masters();
		const [{ id }, ...older] = masters;
		if (id !== current || isStart) {
			await unlock(db, masters, now());
			if (id !== current) await deps.onNewKey();
			current = id;
		}
		const isTurn = isFromSetting || isStart || isSettled(keyFile(dataDir), now());
		// What was about to be stored when its key left the file is sealed anew as well.
		const mayBeOld = older.length > 0 || keys.hasGone();
		if (mayBeOld && isTurn) await finish(id, older.length);
		if (isTurn) await forgetGoneKeys(db, keys.masters());
	}

	async function finish(id: string, olderKeys: number) {
		const wasDone = (await rotatedAt(db, id)) !== null;
		await sealAllAnew(deps, now);
		if (!wasDone) log.info({ key: id, olderKeys }, 'everything is sealed with the newest key now');
		if (isFromSetting) return;
		const { state, ids } = await dropOlderKeys({ db, vault }, deps);
		if (state === 'dropped') log.info({ keys: ids }, 'older keys are out of secret.key');
	}

	const once = (isStart: boolean) => (underWay ??= keep(isStart).finally(() => (underWay = null)));
	return {
		/** At a start, in the background. */
		begin: () => once(true),
		/** Every few seconds; one that is under way is joined. */
		run: () => once(false),
		stop: async () => {
			await underWay?.catch(() => undefined);
		}
	};
}

/** Also with a clock that was set back since. */
function isSettled(file: string, now: number): boolean {
	const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
	return changed !== undefined && Math.abs(now - changed) > SETTLED;
}
