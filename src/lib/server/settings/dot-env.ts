import { parseEnv } from 'node:util';

/** The variables of an `.env` that have a value, and what is wrong with its lines, each in one sentence. */
export type DotEnv = { values: Record<string, string>; problems: string[] };

/** Files that were put together carry a byte-order mark in their middle too. */
const MARKS = /^\uFEFF/gm;
const BLANK_OR_COMMENT = /^\s*(#.*)?$/;
const ASSIGNMENT = /^[ \t]*(?:export +)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(.*)$/;
/** A `#` behind a blank begins a comment; Node cuts a value off at any. */
const HASH_INSIDE = /^[^#]*[^#\s]#/;
/** The second half of a key that was broken in two: `q83vASNF=` looks like a name and an empty value. */
const BROKEN_BASE64 = /^[ \t]*(?=\S*[a-z])(?=\S*[A-Z])[\w-]+={1,2}\s*$/;

const FAULTS = {
	none: 'cannot be read: write NAME=value, or put # before it.',
	quote: 'cannot be read: close the quote, and write nothing behind it but a comment.',
	hash: 'cannot be read: put a value that has a # in quotes, or a blank before a comment.'
};
type Fault = keyof typeof FAULTS;
const MOST_NAMED = 9;

/**
 * Reads an `.env` by Node's rules. Node passes over what it does not understand, and a setting that is
 * passed over counts as unset, so every line is looked at. No sentence holds anything of a line: it
 * may be a secret.
 */
export function readDotEnv(text: string): DotEnv {
	const lines = text.replace(/\r\n?/g, '\n').replace(MARKS, '').split('\n');
	const faulty: Record<Fault, number[]> = { none: [], quote: [], hash: [] };
	const places = new Map<string, number[]>();
	const values = new Map<string, string>();

	for (let at = 0; at < lines.length; at += 1) {
		const line = lines[at] ?? '';
		if (BLANK_OR_COMMENT.test(line)) continue;
		const first = at;
		const read = readAssignment(lines, first);
		if (typeof read === 'string') {
			faulty[read].push(first + 1);
			continue;
		}
		at = read.last;
		if (read.value.trim() === '') continue;
		values.set(read.name, read.value);
		places.set(read.name, [...(places.get(read.name) ?? []), first + 1]);
	}

	const twice = [...places.values()].filter((numbers) => numbers.length > 1);
	return {
		values: Object.fromEntries(values),
		problems: [
			...(Object.keys(FAULTS) as Fault[])
				.filter((fault) => faulty[fault].length > 0)
				.map((fault) => `${named(faulty[fault])} ${FAULTS[fault]}`),
			...twice.map((numbers) => `${named(numbers)} give the same setting: keep one of them.`)
		]
	};
}

/** The setting that begins on a line, with the last line of its value; or why it is none. */
function readAssignment(lines: string[], at: number) {
	const line = lines[at] ?? '';
	const [, name, rest = ''] = ASSIGNMENT.exec(line) ?? [];
	if (name === undefined || BROKEN_BASE64.test(line)) return 'none';
	const quote = /^["'`]/.exec(rest)?.[0];
	if (quote === undefined && HASH_INSIDE.test(rest)) return 'hash';
	const last = quote === undefined ? at : endOfQuote(lines, at, rest.slice(1), quote);
	if (last === null) return 'quote';
	const read = Object.entries(parseEnv(lines.slice(at, last + 1).join('\n')));
	const value = read.find(([its]) => its === name)?.[1];
	return value === undefined ? 'none' : { name, value, last };
}

/** The line on which a quoted value ends; null where it ends nowhere, or more stands behind it. */
function endOfQuote(lines: string[], from: number, rest: string, quote: string) {
	for (let at = from; at < lines.length; at += 1) {
		const [, behind] = splitOnce(at === from ? rest : (lines[at] ?? ''), quote);
		if (behind !== undefined) return BLANK_OR_COMMENT.test(behind) ? at : null;
	}
	return null;
}

function splitOnce(text: string, at: string) {
	const index = text.indexOf(at);
	return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
}

function named(numbers: number[]) {
	const [first, ...others] = numbers.slice(0, MOST_NAMED);
	if (others.length === 0) return `Line ${String(first)} of .env`;
	const more = numbers.length - MOST_NAMED;
	const all = [first, ...others].join(', ');
	return `Lines ${all}${more > 0 ? ` and ${String(more)} more` : ''} of .env`;
}
