import type { Code, Place, Recipe } from './recipe.ts';
import { FILES, LINES } from './scripts.ts';
import { workflow } from './workflow.ts';

type Script = Recipe & { needs: readonly string[] };

const saved = (name: keyof typeof FILES, run: string): Code[] => [
	{ label: `Save it as ${name}`, text: FILES[name].trimEnd() },
	{ label: 'Run it', text: run }
];

const python = (name: 'walk.py' | 'comments.py' | 'publish.py') => saved(name, `python3 ${name}`);
const REQUESTS = 'It needs Requests: `pip install requests`.';
const NPM = 'It needs the package: `npm install instagram-graph-api`.';
const pasted = (text: string): Code[] => [{ label: 'In a terminal', text }];

const PYTHON: Script[] = [
	{
		id: 'python',
		title: 'Python',
		does: 'All posts, page by page, with Requests.',
		needs: ['media.read'],
		codes: python('walk.py'),
		note: REQUESTS
	},
	{
		id: 'python-comments',
		title: 'Python, for comments',
		does: 'The comments on the newest posts.',
		needs: ['media.read', 'comments.read'],
		codes: python('comments.py'),
		note: REQUESTS
	},
	{
		id: 'python-publish',
		title: 'Python, to publish',
		does: 'One picture: prepared, waited for, published.',
		needs: ['publish'],
		codes: python('publish.py'),
		note: REQUESTS
	}
];

const CURL: Script[] = [
	{
		id: 'curl',
		title: 'curl',
		does: 'The five newest posts.',
		needs: ['media.read'],
		codes: pasted(LINES.posts)
	},
	{
		id: 'curl-profile',
		title: 'curl, for the profile',
		does: 'The profile, with its followers counted.',
		needs: ['profile.read'],
		codes: pasted(LINES.profile)
	},
	{
		id: 'curl-insights',
		title: 'curl, for numbers',
		does: 'How many accounts it reached, day by day.',
		needs: ['insights.read'],
		codes: pasted(LINES.insights)
	},
	{
		id: 'curl-token',
		title: 'curl, for the token',
		does: 'The Instagram token itself, with the time at which to ask again.',
		needs: ['token.read'],
		codes: pasted(LINES.token),
		note: 'Ask before each run. After a renewal the old token may no longer work; `refetchAt` tells when the next one is due.'
	}
];

const OTHERS: Script[] = [
	{
		id: 'npm',
		title: 'npm instagram-graph-api',
		does: 'The newest post. Only Constants.API_URL is changed.',
		needs: ['media.read'],
		codes: saved('posts.mjs', 'node posts.mjs'),
		note: NPM
	},
	{
		id: 'npm-writes',
		title: 'npm instagram-graph-api, to publish and answer',
		does: 'Publishes a picture, comments on it, answers, hides and deletes.',
		needs: ['media.read', 'comments.write', 'publish'],
		codes: saved('writes.mjs', 'node writes.mjs'),
		note: NPM
	},
	{
		id: 'php',
		title: 'PHP',
		does: 'The ten newest posts, without any library.',
		needs: ['media.read'],
		codes: saved('feed.php', 'php feed.php')
	}
];

/** The scripts that a key with these actions may run. */
export function scriptsFor(place: Place, may: ReadonlySet<string>): Recipe[] {
	const all = [...PYTHON, ...CURL, ...OTHERS, { ...workflow(place), needs: ['media.read'] }];
	return all.filter(({ needs }) => needs.every((action) => may.has(action)));
}
