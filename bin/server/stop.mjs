import { boundedLines, whenRead, writeGathered } from '../../src/lib/server/bounded-lines.ts';

/** A request may wait for Meta for 6 s; a renewal under way is waited for inside `stop`. */
const REQUESTS_MS = 6_500;
const ALL_MS = 8_700;
/** What the last lines may wait for their reader. */
const LINES_MS = 1_000;
/** Ctrl-C arrives from the terminal, from npm and from run.mjs: that is one signal, not three. */
const SAME_SIGNAL_MS = 500;

/** How a process ends that has an error which nobody caught; cleanly, once there is something to stop. @type {() => void} */
let endAfterFault = () => void whenRead(process.stdout, LINES_MS).then(() => process.exit(1));

const lines = boundedLines(process.stdout);

/**
 * Ends the process on SIGTERM, SIGINT, SIGHUP, or when run.mjs is gone: requests under way end, the
 * app stops, and within 9 s the exit code is 0 whatever happens. A second signal ends it at once.
 * After an error that nobody caught the same happens, with exit code 1.
 * @param {{ drain(ms: number): Promise<void>, stopApp(): Promise<void> | undefined, atExit(): void }} parts
 */
export function stopOnSignals({ drain, stopApp, atExit }) {
	/** @type {number | null} */
	let firstAt = null;
	/** @param {number} code */
	const exit = (code) => {
		atExit();
		process.exit(code);
	};
	/** @param {number} code */
	async function stop(code) {
		if (firstAt !== null) {
			if (Date.now() - firstAt > SAME_SIGNAL_MS) exit(1);
			return;
		}
		firstAt = Date.now();
		setTimeout(() => exit(code), ALL_MS);
		try {
			await drain(REQUESTS_MS);
			await stopApp();
		} catch (error) {
			logFault('the stop was not clean', error);
		}
		await whenRead(process.stdout, LINES_MS);
		exit(code);
	}
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => stop(0));
	process.on('disconnect', () => stop(0));
	endAfterFault = () => void stop(1);
}

/**
 * One line about an error that nobody caught. Its message is left out: it may quote a request.
 * @param {string} message
 * @param {unknown} error
 */
export function logFault(message, error) {
	const isError = error instanceof Error;
	const line = {
		level: 50,
		time: new Date().toISOString(),
		name: isError ? error.name : typeof error,
		at: isError ? error.stack?.match(/^\s+at .*$/m)?.[0].trim() : undefined,
		msg: message
	};
	lines.write(`${JSON.stringify(line)}\n`);
}

/**
 * A faulty promise, or a reader that went away (`| head`) or stopped, does not end or hold the server.
 * What was thrown where nobody could catch it does end it, since nobody knows what it left half done:
 * logged, then stopped as by a signal.
 */
export function surviveFaults() {
	// Node waits for terminals (Ctrl-S holds one) and for nothing else; it has no public way to say so.
	Reflect.get(process.stdout, '_handle')?.setBlocking?.(false);
	process.stdout.on('error', () => {});
	process.on('exit', () => writeGathered(process.stdout));
	process.stderr.on('error', () => {});
	process.on('unhandledRejection', (error) => logFault('unhandled rejection', error));
	process.on('uncaughtException', (error) => {
		logFault('uncaught exception: stopping', error);
		endAfterFault();
	});
}
