import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFile } from '../database/open.ts';
import { readRunning, type Running } from '../database/running.ts';
import { isThisMachine } from '../settings/origin.ts';

/** What a data folder holds: the instance itself, and practice in a folder of its own. */
export type Instances = {
	running: { [mode in Running['mode']]: Running | null };
	/** Only practice has ever used the folder. */
	isPracticeAlone: boolean;
};

/** Looks at a data folder, as `DATA_DIR` names it, without touching it. */
export function readInstances(dataDir: string): Instances {
	const practice = join(dataDir, 'practice');
	const has = (folder: string) => existsSync(databaseFile(folder));
	return {
		running: { live: readRunning(dataDir), practice: readRunning(practice) },
		isPracticeAlone: has(practice) && !has(dataDir)
	};
}

/** A command means what runs, the live one of two; where nothing runs, practice if it is alone. */
export const meansPractice = ({ running, isPracticeAlone }: Instances) =>
	!running.live && (running.practice !== null || isPracticeAlone);

/** The settings of the running server that a command would otherwise guess. */
export function variablesOf({ origin, simulatorPort }: Running): NodeJS.ProcessEnv {
	const { protocol, hostname } = new URL(origin);
	return {
		ORIGIN: origin,
		...(protocol === 'http:' && !isThisMachine(hostname) ? { ALLOW_LAN_HTTP: '1' } : {}),
		...(simulatorPort === null ? {} : { SIMULATOR_PORT: String(simulatorPort) })
	};
}

/**
 * One line that says which instance a command is about.
 * @param read where the settings of the command say that it is, and keeps its data
 */
export function meantLine(
	{ running }: Instances,
	read: { mode: Running['mode']; origin: string; dataDir: string }
): string {
	const meant = running[read.mode];
	const other = running[read.mode === 'live' ? 'practice' : 'live'];
	const named = read.mode === 'live' ? 'Mooring' : 'practice';
	if (!meant) {
		return `No ${named} runs with the data folder ${read.dataDir}: this is about the one that would start at ${read.origin}.`;
	}
	if (meant.origin !== read.origin) {
		return `The ${named} runs at ${meant.origin}: this is about its next start, at ${read.origin}.`;
	}
	const line = `This is about the ${named} that runs at ${meant.origin}`;
	if (!other) return `${line}.`;
	return read.mode === 'live'
		? `${line}; for the practice at ${other.origin} set PRACTICE=1.`
		: `${line}, not the Mooring at ${other.origin}.`;
}
