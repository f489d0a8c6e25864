import type { Writable } from 'node:stream';

type Output = Pick<Writable, 'write' | 'writableLength'>;

/** About a megabyte of lines may wait for who reads them: hours of an ordinary log. */
const MOST_WAITING = 1024 * 1024;

/**
 * Lines that come faster are written together, so often in milliseconds: each write wakes who reads,
 * which costs more than all else of a line.
 */
const TOGETHER_MS = 25;

/** pino's levels: from a warning on nothing waits. */
const MAY_WAIT = /^\{"level":[1-3]0,/;

/** What waits for one output. On the output itself: the build and `bin/` each have this module. */
type Gathered = { lines: string[]; length: number; timer: NodeJS.Timeout | null };
const GATHERED = Symbol.for('mooring.lines');

function gatheredFor(output: Output): Gathered {
	const known = Reflect.get(output, GATHERED) as Gathered | undefined;
	if (known) return known;
	const fresh: Gathered = { lines: [], length: 0, timer: null };
	Reflect.set(output, GATHERED, fresh);
	return fresh;
}

/**
 * Writes lines to a stream whose reader may stop: what goes beyond `most` is dropped and counted, and
 * so is what could not be written (a full disk). One JSON line tells the count once all that waited
 * is read.
 * @param most bytes that may wait in memory
 */
export function boundedLines(output: Output, most = MOST_WAITING) {
	const gathered = gatheredFor(output);
	let dropped = 0;

	function write(line: string) {
		if (output.writableLength + gathered.length + line.length > most) {
			dropped += 1;
			return;
		}
		gathered.lines.push(line);
		gathered.length += line.length;
		if (gathered.timer !== null && MAY_WAIT.test(line)) return;
		writeGathered(output, heard);
		gathered.timer ??= setTimeout(writeInTime, TOGETHER_MS);
	}

	function writeInTime() {
		const isMore = gathered.lines.length > 0;
		writeGathered(output, heard);
		gathered.timer = isMore ? setTimeout(writeInTime, TOGETHER_MS) : null;
	}

	function heard(error: Error | null | undefined, count: number) {
		if (error) dropped += count;
		else if (dropped > 0 && output.writableLength === 0) tell();
	}

	function tell() {
		const count = dropped;
		dropped = 0;
		const line = {
			level: 40,
			time: new Date().toISOString(),
			dropped: count,
			msg: 'lines of this log were dropped: nobody read them, or they could not be written'
		};
		output.write(`${JSON.stringify(line)}\n`, (error) => {
			if (error) dropped += count;
		});
	}

	return { write };
}

/** Writes at once what waits to be written together. */
export function writeGathered(
	output: Output,
	heard: (error: Error | null | undefined, count: number) => void = () => {}
) {
	const gathered = gatheredFor(output);
	const { lines } = gathered;
	if (lines.length === 0) return;
	gathered.lines = [];
	gathered.length = 0;
	output.write(lines.join(''), (error) => heard(error, lines.length));
}

/** Waits until everything written so far is read, at most for `ms`. */
export function whenRead(output: Output, ms: number): Promise<void> {
	writeGathered(output);
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms);
		output.write('', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}
