import {
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	utimes,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';

const BEAT_MS = 5_000;
const STALE_AFTER_MS = 60_000;
const ASK_AGAIN_MS = 250;

/** @param {number} pid */
function isAlive(pid) {
	if (pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** @param {string} folder @returns {number | null} null while its owner has not signed yet */
function ownerOf(folder) {
	try {
		return Number(readFileSync(join(folder, 'pid'), 'utf8')) || null;
	} catch {
		return null;
	}
}

/**
 * Whether nobody holds this lock any more: its owner is dead, or has not given a sign of life for a
 * minute (the number of a dead process may have gone to another one).
 * @param {string} folder
 * @param {number} now
 */
export function isStale(folder, now) {
	try {
		const owner = ownerOf(folder);
		if (owner !== null && !isAlive(owner)) return true;
		return now - statSync(folder).mtimeMs > STALE_AFTER_MS;
	} catch {
		return false;
	}
}

/** @param {string} folder @returns {boolean} false where another process holds it */
function take(folder) {
	try {
		mkdirSync(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
		throw error;
	}
	writeFileSync(join(folder, 'pid'), String(process.pid));
	return true;
}

/** Moved away before it is removed: of two processes that find it stale only one succeeds. @param {string} folder */
function clear(folder) {
	const aside = `${folder}-${process.pid}`;
	try {
		renameSync(folder, aside);
	} catch {
		return;
	}
	rmSync(aside, { recursive: true, force: true });
}

/**
 * Runs `work` while no other process on this machine holds the lock, and waits for it otherwise.
 * @template T
 * @param {string} folder created atomically; removed afterwards
 * @param {() => Promise<T>} work
 * @param {() => void} onWait called once where another process is at work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, onWait) {
	let hasWaited = false;
	while (!take(folder)) {
		if (isStale(folder, Date.now())) {
			clear(folder);
			continue;
		}
		if (!hasWaited) onWait();
		hasWaited = true;
		await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
	}
	const beat = setInterval(() => utimes(folder, new Date(), new Date(), () => {}), BEAT_MS);
	try {
		return await work();
	} finally {
		clearInterval(beat);
		rmSync(folder, { recursive: true, force: true });
	}
}
