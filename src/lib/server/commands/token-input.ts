import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

/** Meta's tokens have a few hundred characters. */
const MAX_LENGTH = 10_000;
/** What was typed while nobody read arrives within this, in milliseconds. */
const SETTLE_MS = 50;

/** A terminal or a pipe, as `process.stdin` is either. */
export type Input = Readable & {
	isTTY?: boolean;
	isRaw?: boolean;
	setRawMode?: (isRaw: boolean) => unknown;
};

const isTerminal = (input: Input) => input.isTTY === true && input.setRawMode !== undefined;

/**
 * Shows nothing of what is typed into a terminal from now on, and keeps it for `readToken`: people
 * paste before they are asked.
 */
export function hideTyped(input: Input) {
	if (isTerminal(input)) input.setRawMode?.(true);
}

/**
 * Reads a token from a pipe to its end, or one line from a terminal without showing it.
 * @returns the token without blanks around it, or null where none came
 */
export async function readToken(input: Input): Promise<string | null> {
	const token = (await (isTerminal(input) ? readLine(input) : readAll(input))).trim();
	return token === '' ? null : token;
}

/** Takes what was typed and never asked for, which the shell would show and run. */
export async function forgetTyped(input: Input) {
	if (!input.isRaw) return;
	input.resume();
	await setTimeout(SETTLE_MS);
	input.setRawMode?.(false);
	input.pause();
}

async function readAll(input: Input): Promise<string> {
	let text = '';
	for await (const chunk of input) {
		text += String(chunk);
		if (text.length > MAX_LENGTH) break;
	}
	input.pause();
	return text;
}

/** One line; empty where it was broken off by Ctrl-C or Ctrl-D. */
async function readLine(input: Input): Promise<string> {
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const terminal = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
	const line = new Promise<string>((resolve) => {
		terminal.once('line', resolve);
		terminal.once('SIGINT', () => resolve(''));
		terminal.once('close', () => resolve(''));
	});
	return line.finally(() => terminal.close());
}
