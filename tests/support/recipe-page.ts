/** What a page shows of one tool: the fields to fill in, and what is to be copied, by their names. */
export type ShownRecipe = {
	id: string;
	fields: Record<string, string>;
	codes: Record<string, string>;
};

/** What a page of a key shows to be copied: the address and key for scripts, and each tool's recipe. */
export function recipesIn(html: string): {
	secret: string | null;
	environment: string;
	trial: string;
	recipes: Map<string, ShownRecipe>;
} {
	const [before = '', ...details] = html.split(/<details(?=[^>]*\sid=")/);
	const shared = codesIn(before);
	const recipes = details.map((detail) => {
		const id = /\sid="([^"]+)"/.exec(detail)?.[1] ?? '';
		const inside = detail.split('</details>')[0] ?? '';
		return [id, { id, fields: fieldsIn(inside), codes: codesIn(inside) }] as const;
	});
	return {
		secret: /\bmoor_\w{8}_\w{49}\b/.exec(before)?.[0] ?? null,
		environment: shared['Address and key, for scripts'] ?? '',
		trial: shared['Try it: what may this key do?'] ?? '',
		recipes: new Map(recipes)
	};
}

const codesIn = (html: string) =>
	pairs(html, /<figcaption[^>]*>([\s\S]*?)<\/figcaption>[\s\S]*?<code[^>]*>([\s\S]*?)<\/code>/g);
const fieldsIn = (html: string) =>
	pairs(html, /<dt[^>]*>([\s\S]*?)<\/dt>[\s\S]*?<code[^>]*>([\s\S]*?)<\/code>/g);

const pairs = (html: string, pattern: RegExp) =>
	Object.fromEntries(
		[...html.matchAll(pattern)].map(([, name = '', text = '']) => [plain(name).trim(), plain(text)])
	);

const NAMED: Record<string, string> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };
const plain = (html: string) =>
	html
		.replace(/<[^>]*>/g, '')
		.replace(/&(?:#(\d+)|(\w+));/g, (_all, code: string, name: string) =>
			code ? String.fromCodePoint(Number(code)) : (NAMED[name] ?? '')
		);
