import { spawn } from 'node:child_process';

const TAIL_LINES = 40;
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** What a command that ended said, and how it ended. @typedef {{ code: number, output: string }} Ending */

/**
 * Runs a command without showing what it says.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Ending>} code 1 where it could not be started or was ended by a signal
 */
export function runQuietly(command, args, { cwd, env = process.env }) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
		running.add(child);
		/** @type {Buffer[]} */
		const chunks = [];
		/** @param {number} code */
		const end = (code) => {
			running.delete(child);
			resolve({ code, output: Buffer.concat(chunks).toString('utf8') });
		};
		child.stdout.on('data', (chunk) => chunks.push(chunk));
		child.stderr.on('data', (chunk) => chunks.push(chunk));
		child.on('error', (error) => {
			chunks.push(Buffer.from(`${error.message}\n`));
			end(1);
		});
		child.on('close', (code) => end(code ?? 1));
	});
}

/** Hands a signal on to every command that is still running. @param {NodeJS.Signals} signal */
export function signalQuietChildren(signal) {
	for (const child of running) child.kill(signal);
}

/** The last lines of an output. @param {string} output */
export const tailOf = (output) => output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
