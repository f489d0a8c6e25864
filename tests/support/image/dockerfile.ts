/** One instruction of a Dockerfile, its continued lines joined. */
export type Step = { instruction: string; text: string };
export type Stage = { name: string | null; base: string; steps: Step[] };

/**
 * The stages of a Dockerfile, read as an engine reads it: comments and empty lines left out, a line
 * that ends with a backslash joined to the next one.
 */
export function readDockerfile(text: string): Stage[] {
	const joined = text
		.split('\n')
		.filter((line) => !/^\s*#/.test(line))
		.join('\n')
		.replace(/\\\n\s*/g, ' ');
	const stages: Stage[] = [];
	for (const line of joined.split('\n').filter((one) => one.trim() !== '')) {
		const [, instruction = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
		const from = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(rest);
		if (instruction === 'FROM' && from) {
			stages.push({ base: from[1] ?? '', name: from[2] ?? null, steps: [] });
		} else stages.at(-1)?.steps.push({ instruction, text: rest });
	}
	return stages;
}

/** What a COPY copies: from another stage, or from the context where `from` is null. */
export function readCopy(text: string): { from: string | null; sources: string[]; to: string } {
	const words = text.split(/\s+/);
	const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : null;
	const to = words.pop() ?? '';
	return { from: from ?? null, sources: words, to };
}

/** The words of an instruction that is written as a JSON list. */
export const readWords = (text: string): string[] => JSON.parse(text) as string[];

/** The variables of ENV lines. */
export const readVariables = (steps: Step[]): Record<string, string> =>
	Object.fromEntries(
		steps
			.filter(({ instruction }) => instruction === 'ENV')
			.flatMap(({ text }) => text.split(/\s+/))
			.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
	);

/**
 * Which paths of a context an engine is given (docs.docker.com, ".dockerignore files"): the last
 * pattern that fits a path or a folder above it decides.
 */
export function dockerIgnore(text: string): (path: string) => boolean {
	const patterns = text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => ({ keeps: line.startsWith('!'), fits: fitting(line.replace(/^!/, '')) }));
	return (path) => patterns.findLast(({ fits }) => fits.test(path))?.keeps ?? true;
}

function fitting(pattern: string) {
	const source = pattern
		.split('/')
		.map((part) =>
			part === '**' ? '**' : part.replace(/[.+^$()|[\]{}]/g, '\\$&').replace(/\*/g, '[^/]*')
		)
		.join('/')
		.replace(/\*\*\//g, '(?:.*/)?');
	return new RegExp(`^${source}(?:/.*)?$`);
}
