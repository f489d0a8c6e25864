import type { Writable } from 'node:stream';

type Output = Pick<Writable, 'write' | 'writableLength'>;

/** About a megabyte of lines may wait for who reads them: hours of an ordinary log. */
const MOST_WAITING = 1024 * 1024;

/**
 * Writes lines to a stream whose reader may stop: what goes beyond `most` is dropped and counted, and
 * so is what could not be written (a full disk). One JSON line tells the count once all that waited
 * is read.
 * @param most bytes that may wait in memory
 */
export function boundedLines(output: Output, most = MOST_WAITING) {
	let dropped = 0;

	function write(line: string) {
		if (output.writableLength + line.length > most) {
			dropped += 1;
			return;
		}
		output.write(line, (error) => {
			if (error) dropped += 1;
			else if (dropped > 0 && output.writableLength === 0) tell();
		});
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

/** Waits until everything written so far is read, at most for `ms`. */
export function whenRead(output: Output, ms: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms);
		output.write('', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}
