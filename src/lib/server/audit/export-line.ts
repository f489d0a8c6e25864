import type { Line } from './line.ts';
import { whoIn } from './who.ts';
import { wordsOf } from './words.ts';

/** What JSON leaves as it is, though programs that read lines end one there. */
const LINE_ENDS = /[\u0080-\u009f\u2028\u2029]/g;

/**
 * One line of the export: JSON without a line end in it, whatever a name holds (OWASP ASVS 5.0,
 * 16.4.1). Times are ISO 8601 in UTC.
 */
export function exportLine(line: Line, viewerId: string): string {
	const { at, kind, username, connectionId, address, detail } = line;
	const json = JSON.stringify({
		at: new Date(at).toISOString(),
		kind,
		who: whoIn(line, viewerId),
		what: wordsOf(line).what,
		account: username,
		connectionId,
		address,
		detail
	});
	return `${json.replace(LINE_ENDS, escaped)}\n`;
}

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
