import { readFileSync } from 'node:fs';

/** The environment with the rules that hold for every variable, and the problems found so far. */
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
};

const QUOTES = [`""`, `''`, '``', '“”', '‘’'];

export function environment(env: NodeJS.ProcessEnv): Environment {
	const problems: string[] = [];
	const secretFiles: { name: string; path: string }[] = [];
	const problem = (sentence: string) => {
		if (!problems.includes(sentence)) problems.push(sentence);
	};

	const isSet = (name: string) => env[name] !== undefined;

	function usable(value: string, where: string) {
		if (value.trim() === '') {
			problem(`${where} is set to nothing; give it a value, or remove it.`);
			return undefined;
		}
		if (isQuoted(value.trim())) {
			problem(`${where} is in quotes; write the value without them.`);
			return undefined;
		}
		return value;
	}
	function exact(name: string) {
		const value = env[name];
		return value === undefined ? undefined : usable(value, name);
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
		let content: string;
		try {
			content = readFileSync(path, 'utf8');
		} catch (error) {
			const code = String((error as NodeJS.ErrnoException).code);
			problem(
				`The file that ${fileName} names cannot be read (${code}); check its path and rights.`
			);
			return undefined;
		}
		return usable(content.replace(/\r?\n$/, ''), `The file that ${fileName} names`);
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
		secretFiles
	};
}

const isQuoted = (value: string) =>
	value.length > 1 &&
	QUOTES.some(([left, right]) => value.at(0) === left && value.at(-1) === right);
