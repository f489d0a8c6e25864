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

/**
 * Reads one line for each question: from a terminal, which is asked and shows nothing of what is
 * typed, or from a pipe without being asked.
 * @returns the answers without blanks around them; what did not come is empty
 */
export async function readAnswers(
	input: Input,
	questions: string[],
	print: (question: string) => void
): Promise<string[]> {
	if (!isTerminal(input)) {
		const lines = (await readAll(input)).split('\n');
		return questions.map((_, at) => lines[at]?.trim() ?? '');
	}
	const lines = linesOf(input);
	const answers: string[] = [];
	try {
		for (const question of questions) {
			print(question);
			answers.push((await lines.next()).trim());
		}
		return answers;
	} finally {
		lines.close();
	}
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
	const lines = linesOf(input);
	return lines.next().finally(() => lines.close());
}

/** The lines of a terminal, one after the other; empty ones once it was broken off. */
function linesOf(input: Input) {
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const terminal = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
	const come: string[] = [];
	let wanted: ((line: string) => void) | null = null;
	let isOver = false;
	const end = () => {
		isOver = true;
		wanted?.('');
	};
	terminal.on('line', (line) => {
		if (wanted) wanted(line);
		else come.push(line);
		wanted = null;
	});
	terminal.once('SIGINT', end);
	terminal.once('close', end);
	return {
		next: () =>
			new Promise<string>((resolve) => {
				const line = come.shift();
				if (line !== undefined || isOver) resolve(line ?? '');
				else wanted = resolve;
			}),
		close: () => terminal.close()
	};
}
