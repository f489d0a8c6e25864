import { readFileSync } from 'node:fs';
import { decodeText } from './text-file.ts';

/**
 * The environment with the rules that hold for every variable, and the problems found so far. A
 * variable that holds nothing, or blanks alone, is unset (decision 15).
 */
export type Environment = {
	/** A value without the blanks around it; undefined where it is unset, or cannot work at all. */
	text(name: string): string | undefined;
	/** The same, exactly as it was given: ids and secrets, whose shape the setup page judges. */
	exact(name: string): string | undefined;
	/** A secret, given as `NAME` or as the path of a file in `NAME_FILE`. */
	secret(name: string): string | undefined;
	/** Whether the variable, or for a secret its file, is set, be the value usable or not. */
	isSet(name: string): boolean;
	isSecretSet(name: string): boolean;
	/** The files that secrets were asked for in, by the variable that names each. */
	readonly secretFiles: { name: string; path: string }[];
	/** `1` or unset (`0` is unset). */
	flag(name: string): boolean;
	/** Notes what is wrong and how to mend it, without any value. */
	problem(sentence: string): void;
	readonly problems: string[];
	/** The names that were asked for until now: those that mean something here. */
	readonly known: ReadonlySet<string>;
};

/** The value of a variable, or undefined where it says nothing, as a compose file's `${NAME:-}` does. */
export const given = (value: string | undefined) => (value?.trim() ? value : undefined);

const QUOTES = [`""`, `''`, '``', '“”', '‘’'];

export function environment(env: NodeJS.ProcessEnv): Environment {
	const problems: string[] = [];
	const secretFiles: { name: string; path: string }[] = [];
	const problem = (sentence: string) => {
		if (!problems.includes(sentence)) problems.push(sentence);
	};

	const known = new Set<string>();
	const isSet = (name: string) => given(env[name]) !== undefined;

	function usable(value: string, where: string) {
		if (isQuoted(value.trim())) {
			problem(`${where} is in quotes; write the value without them.`);
			return undefined;
		}
		return value;
	}
	function exact(name: string) {
		known.add(name);
		const value = given(env[name]);
		return value && usable(value, name);
	}
	function text(name: string) {
		return exact(name)?.trim();
	}
	function secret(name: string) {
		const fileName = `${name}_FILE`;
		const plain = exact(name);
		const path = text(fileName);
		if (isSet(name) && isSet(fileName)) {
			problem(`${name} and ${fileName} are both set; keep one of them.`);
			return undefined;
		}
		if (path === undefined) return plain;
		if (!secretFiles.some(({ name }) => name === fileName)) {
			secretFiles.push({ name: fileName, path });
		}
		return fromFile(fileName, path);
	}
	function fromFile(fileName: string, path: string) {
		const where = `The file that ${fileName} names`;
		let content: string | null;
		try {
			content = decodeText(readFileSync(path));
		} catch (error) {
			const code = String((error as NodeJS.ErrnoException).code);
			problem(`${where} cannot be read (${code}); check its path and rights.`);
			return undefined;
		}
		if (content === null) problem(`${where} is not UTF-8 text; save it as UTF-8.`);
		else if (!given(content)) problem(`${where} is empty; put the value into it.`);
		else return usable(content.replace(/\r?\n$/, ''), where);
		return undefined;
	}

	return {
		text,
		exact,
		secret,
		isSet,
		isSecretSet: (name) => isSet(name) || isSet(`${name}_FILE`),
		flag(name) {
			const value = text(name);
			if (value !== undefined && value !== '1' && value !== '0') {
				problem(`${name} is neither 1 nor 0; set it to 1, or remove it.`);
			}
			return value === '1';
		},
		problem,
		problems,
		known,
		secretFiles
	};
}

const isQuoted = (value: string) =>
	value.length > 1 &&
	QUOTES.some(([left, right]) => value.at(0) === left && value.at(-1) === right);

/** A whole number within bounds; `unset` where there is none. */
export function wholeNumber(
	source: Environment,
	name: string,
	{ from, to, unset }: { from: number; to: number; unset: number }
) {
	const text = source.text(name);
	if (text === undefined) return unset;
	const value = Number(text);
	if (/^\d{1,6}$/.test(text) && value >= from && value <= to) return value;
	source.problem(`${name} must be a whole number from ${String(from)} to ${String(to)}.`);
	return unset;
}
