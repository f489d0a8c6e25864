import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { StartError } from '../environment.mjs';

/** @typedef {{ clientId: string, clientSecret: string, redirectUri: string }} Login */
/** The settings' part that the simulator needs. @typedef {{ practice: { simulatorPort: number }, instagram: Login, facebook: Login }} PracticeSettings */

const PROGRAM = fileURLToPath(new URL('../../simulator/main.ts', import.meta.url));
const READY_WITHIN_MS = 15_000;
const PASSED_ON = /^(PATH|HOME|TZ|TMPDIR|LANG|NODE_COMPILE_CACHE|SIMULATOR_\w+)$/;

/**
 * The simulator's environment: nothing of ours but the practice apps it has to know.
 * @param {NodeJS.ProcessEnv} env
 * @param {PracticeSettings} settings
 */
export function simulatorEnvironment(env, { practice, instagram, facebook }) {
	const passedOn = Object.entries(env).filter(([name]) => PASSED_ON.test(name));
	return {
		...Object.fromEntries(passedOn),
		SIMULATOR_PORT: String(practice.simulatorPort),
		SIMULATOR_CLIENT_ID: instagram.clientId,
		SIMULATOR_CLIENT_SECRET: instagram.clientSecret,
		SIMULATOR_REDIRECT_URIS: instagram.redirectUri,
		SIMULATOR_FACEBOOK_CLIENT_ID: facebook.clientId,
		SIMULATOR_FACEBOOK_CLIENT_SECRET: facebook.clientSecret,
		SIMULATOR_FACEBOOK_REDIRECT_URIS: facebook.redirectUri
	};
}

/**
 * Starts the pretend Meta beside the app and waits until it listens. It stands in a process group of
 * its own, so that Ctrl-C does not end it before a renewal under way; it ends with its channel.
 * @param {PracticeSettings} settings
 * @returns {Promise<{ stop(): void }>}
 * @throws {StartError} with its own sentence, where it could not start
 */
export function startSimulator(settings) {
	const child = fork(PROGRAM, {
		detached: true,
		env: simulatorEnvironment(process.env, settings),
		stdio: ['ignore', 'ignore', 'pipe', 'ipc']
	});
	let isReady = false;
	let said = '';
	child.stderr?.on('data', (chunk) => {
		if (isReady) process.stderr.write(chunk);
		else said += chunk;
	});
	return new Promise((resolve, reject) => {
		const tooLate = setTimeout(() => {
			child.kill('SIGKILL');
			reject(new StartError('The simulator did not start within 15 seconds: try again.'));
		}, READY_WITHIN_MS);
		child.on('message', (message) => {
			if (typeof message !== 'object' || !('ready' in message) || isReady) return;
			isReady = true;
			clearTimeout(tooLate);
			if (said) process.stderr.write(said);
			resolve({
				stop() {
					child.removeAllListeners('exit');
					child.kill('SIGTERM');
				}
			});
		});
		child.on('exit', () => {
			clearTimeout(tooLate);
			if (isReady) process.stderr.write('The simulator has stopped: restart Mooring.\n');
			else reject(new StartError(said.trim() || 'The simulator could not start.'));
		});
	});
}
