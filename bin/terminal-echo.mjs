import { spawnSync } from 'node:child_process';
import { isatty } from 'node:tty';

/** @param {string} mode as `stty` takes or, for `-g`, tells it */
const stty = (mode) =>
	spawnSync('stty', [mode], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' });

/**
 * Shows nothing of what is typed, and keeps it for who reads it. Ctrl-C goes on working, other than in
 * raw mode. Without a terminal, or without `stty`, nothing happens.
 * @returns {() => void} shows it again
 */
export function hideTyping() {
	if (!isatty(0)) return () => {};
	const { status, stdout } = stty('-g');
	if (status !== 0) return () => {};
	stty('-echo');
	return () => void stty(stdout.trim());
}
