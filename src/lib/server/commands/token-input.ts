import type { Readable } from 'node:stream';

/** Meta's tokens have a few hundred characters. */
const MAX_LENGTH = 10_000;

/** A terminal or a pipe, as `process.stdin` is either. */
export type Input = Readable & { isTTY?: boolean; setRawMode?: (isRaw: boolean) => unknown };

/**
 * Reads a token from a pipe to its end, or one line from a terminal without showing it.
 * @returns the token without blanks around it, or null where none came
 */
export async function readToken(input: Input): Promise<string | null> {
	const isTerminal = input.isTTY === true && input.setRawMode !== undefined;
	// Raw mode shows nothing of what is typed, and hands keys over as they are.
	if (isTerminal) input.setRawMode?.(true);
	try {
		const text = isTerminal ? await readLine(input) : await readAll(input);
		const token = text?.trim() ?? '';
		return token === '' ? null : token;
	} finally {
		if (isTerminal) input.setRawMode?.(false);
		input.pause();
	}
}

async function readAll(input: Input): Promise<string> {
	let text = '';
	for await (const chunk of input) {
		text += String(chunk);
		if (text.length > MAX_LENGTH) break;
	}
	return text;
}

const ENDS = new Set(['\r', '\n']);
const CANCELS = new Set(['\u0003', '\u0004']);
const ERASES = new Set(['\u007f', '\b']);

/** One line, or null where it was broken off by Ctrl-C or Ctrl-D. */
function readLine(input: Input): Promise<string | null> {
	return new Promise((resolve) => {
		let line = '';
		const done = (result: string | null) => {
			input.off('data', onData);
			input.off('end', onEnd);
			resolve(result);
		};
		const onEnd = () => done(line);
		function onData(chunk: Buffer | string) {
			for (const key of String(chunk)) {
				if (ENDS.has(key) || line.length > MAX_LENGTH) return done(line);
				if (CANCELS.has(key)) return done(null);
				line = ERASES.has(key) ? line.slice(0, -1) : line + key;
			}
		}
		input.on('data', onData);
		input.on('end', onEnd);
	});
}
