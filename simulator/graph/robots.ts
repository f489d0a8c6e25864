/** How Meta's fetcher calls itself. */
export const FETCHER = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)';

const NAMES = ['facebookexternalhit', 'facebot', 'meta-externalfetcher'];

type Rule = { isAllowed: boolean; path: string };

/**
 * Whether a robots.txt lets Meta's fetcher have a path (RFC 9309): its own group before `*`, the
 * longest path that fits, and where two are as long the one that allows.
 */
export function isAllowedBy(robots: string, path: string): boolean {
	const groups = groupsOf(robots);
	const own = groups.filter(({ agents }) => agents.some((agent) => NAMES.includes(agent)));
	const all = groups.filter(({ agents }) => agents.includes('*'));
	const rules = (own.length ? own : all).flatMap((group) => group.rules);
	const fitting = rules
		.filter((rule) => rule.path && fits(rule.path, path))
		.sort((a, b) => b.path.length - a.path.length || Number(b.isAllowed) - Number(a.isAllowed));
	return fitting[0]?.isAllowed ?? true;
}

function groupsOf(robots: string): { agents: string[]; rules: Rule[] }[] {
	const groups: { agents: string[]; rules: Rule[] }[] = [];
	for (const line of robots.split(/\r?\n/)) {
		const [, name = '', value = ''] = /^\s*([\w-]+)\s*:\s*(.*?)\s*(?:#.*)?$/.exec(line) ?? [];
		const last = groups.at(-1);
		if (/^user-agent$/i.test(name)) {
			if (last && !last.rules.length) last.agents.push(value.toLowerCase());
			else groups.push({ agents: [value.toLowerCase()], rules: [] });
		} else if (/^(dis)?allow$/i.test(name))
			last?.rules.push({ isAllowed: /^allow$/i.test(name), path: value });
	}
	return groups;
}

/** `*` stands for anything, `$` for the end. */
function fits(pattern: string, path: string): boolean {
	const isWhole = pattern.endsWith('$');
	const parts = pattern.replace(/\$$/, '').split('*');
	const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
	return new RegExp(`^${escaped}${isWhole ? '$' : ''}`).test(path);
}
