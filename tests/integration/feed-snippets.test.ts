import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonFeed } from '../../src/lib/server/feed/json-feed.ts';
import type { FeedView } from '../../src/lib/view.ts';
import { snippets } from '../../src/routes/feeds/[id]/snippets.ts';
import { type Live, startLive } from '../support/live.ts';

// What the page of a feed offers for websites of each kind, run against the real feed as far as it can
// be run without those programs.

let live: Live;
let feed: FeedView;
let folder: string;
/** Of the posts that a website shows: where each leads, and its picture. */
let shown: { url: string; picture: string }[];
let large: string[];

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-snippets-'));
	live = await startLive();
	await live.control('POST', 'switches', { postsDrawn: 4 });
	const { browser, connectionId } = await live.claim();
	const api = (path: string, sent?: unknown) =>
		browser.api(`${live.origin}/api/feeds${path}`, 'POST', sent);
	({ feed } = (await api('', { connectionId })).body);
	await api(`/${feed.id}/sync`);
	const { items } = (await (await fetch(feed.addresses.json)).json()) as JsonFeed;
	const withPicture = items.filter(({ _mooring }) => !_mooring.missing);
	large = withPicture.map(({ image }) => image ?? '');
	shown = withPicture.map(({ url, _mooring }) => ({
		url: url ?? '',
		picture: _mooring.sizes.medium?.url ?? ''
	}));
	expect(shown.length).toBeGreaterThan(2);
});
afterAll(async () => {
	rmSync(folder, { recursive: true });
	await live.remove();
});

/** The code of one kind of website, by its label there. */
function codeOf(id: string, label?: string): string {
	const { codes = [] } = snippets(feed.addresses, 'ada.draws').find((one) => one.id === id) ?? {};
	const code = label === undefined ? codes[0] : codes.find((one) => one.label === label);
	if (!code) throw new Error(`no code of ${id}`);
	return code.text;
}

type Node = { tag: string; attributes: Record<string, unknown>; children: unknown[] };
const make = (
	tag: string,
	attributes: Node['attributes'] | null,
	...children: unknown[]
): Node => ({
	tag,
	attributes: attributes ?? {},
	children: children.flat()
});

/** Runs code that may wait, with these names known to it. */
const run = (code: string, names: Record<string, unknown>): Promise<unknown> => {
	const AsyncFunction = (async () => await Promise.resolve()).constructor as new (
		...parts: string[]
	) => (...given: unknown[]) => Promise<unknown>;
	return new AsyncFunction(...Object.keys(names), code)(...Object.values(names));
};

/** JSX as both Astro and React write it, as calls of `make`. */
const withoutJsx = (code: string) =>
	ts.transpileModule(code, {
		compilerOptions: {
			jsx: ts.JsxEmit.React,
			jsxFactory: 'make',
			target: ts.ScriptTarget.ESNext,
			module: ts.ModuleKind.CommonJS
		}
	}).outputText;

/** Where the posts of a list lead, and their pictures. */
function postsOf(list: Node) {
	const all = (node: unknown, tag: string): Node[] => {
		if (typeof node !== 'object' || node === null || !('tag' in node)) return [];
		const { children } = node as Node;
		const inside = children.flatMap((child) => all(child, tag));
		return node.tag === tag ? [node as Node, ...inside] : inside;
	};
	return all(list, 'a').map((link) => ({
		url: link.attributes['href'],
		picture: all(link, 'img')[0]?.attributes['src']
	}));
}

it('HTML: the one line is a frame with a page behind it, and so it is for WordPress', async () => {
	const line = codeOf('html');
	const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
	const { iframe } = parser.parse(line) as { iframe: Record<string, string> };
	expect(iframe).toMatchObject({ title: 'Posts of ada.draws on Instagram', loading: 'lazy' });
	const answer = await fetch(iframe['src'] ?? '');
	expect(answer.status).toBe(200);
	const page = await answer.text();
	expect(page.match(/<li>/g)).toHaveLength(shown.length);
	expect(page).toContain('<ul class="c3">');
	expect(codeOf('wordpress')).toBe(line);
});

it('a script in the page: it fills its place with links and pictures', async () => {
	const [, id, code = ''] =
		/^<div id="([\w-]+)"><\/div>\n<script type="module">([\s\S]*)<\/script>$/.exec(
			codeOf('fetch')
		) ?? [];
	type Element = Record<string, unknown> & { children: Element[] };
	const element = (): Element => {
		const children: Element[] = [];
		return { children, style: {}, append: (child: Element) => children.push(child) };
	};
	const place = element();
	const document = {
		createElement: element,
		querySelector: (selector: string) => (selector === `#${id ?? ''}` ? place : null)
	};
	await run(code, { document });
	expect(
		place.children.map(({ href, children }) => ({ url: href, picture: children[0]?.['src'] }))
	).toEqual(shown);
});

it('Astro: the component has the posts', async () => {
	const [, script = '', markup = ''] =
		/^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(codeOf('astro')) ?? [];
	const list = (await run(`${script}\n${withoutJsx(`const list = ${markup};`)}\nreturn list;`, {
		make
	})) as Node;
	expect(postsOf(list)).toEqual(shown);
});

it('Eleventy: its data file gives the posts, and its page names what they have', async () => {
	const file = join(folder, 'instagram.mjs');
	writeFileSync(file, codeOf('eleventy', '_data/instagram.js'));
	const { default: data } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
		default: () => Promise<JsonFeed['items']>;
	};
	const posts = await data();
	expect(posts.map(({ url }) => url)).toEqual(shown.map(({ url }) => url));
	expectNamed(codeOf('eleventy', 'instagram.njk'), /\bpost\.([\w.]+)/g, posts[0]);
});

it('Hugo: the partial asks for the feed and names what its posts have', async () => {
	const partial = codeOf('hugo');
	expect(partial).toContain(`resources.GetRemote "${feed.addresses.json}"`);
	const { items } = (await (await fetch(feed.addresses.json)).json()) as JsonFeed;
	const [, inside = ''] = /range first 9 \$feed\.items \}\}([\s\S]*)<\/ul>/.exec(partial) ?? [];
	expectNamed(inside, /[ ({]\.([\w.]+)/g, items[0]);
	const begun = partial.match(/\{\{ (with|range|if)\b/g) ?? [];
	expect(partial.match(/\{\{ end \}\}/g)).toHaveLength(begun.length);
});

it('Gatsby: its nodes are the posts, and its component shows them', async () => {
	const exports: { sourceNodes?: (given: object) => Promise<void> } = {};
	await run(codeOf('gatsby', 'gatsby-node.js'), { exports });
	type Post = Record<string, unknown> & { internal: { type: string } };
	const nodes: Post[] = [];
	await exports.sourceNodes?.({
		actions: { createNode: (node: Post) => nodes.push(node) },
		createContentDigest: JSON.stringify,
		createNodeId: (id: string) => id
	});
	expect(new Set(nodes.map(({ internal }) => internal.type))).toEqual(new Set(['InstagramPost']));
	const gatsby = {
		graphql: ([query]: TemplateStringsArray) => query,
		useStaticQuery: (query: string) => {
			const [, fields = ''] = /nodes \{ ([\w ]+) \}/.exec(query) ?? [];
			for (const name of [...fields.split(' '), 'date']) expect(nodes[0]).toHaveProperty(name);
			return { allInstagramPost: { nodes } };
		}
	};
	const component: { default?: () => Node } = {};
	const code = withoutJsx(codeOf('gatsby', 'src/components/instagram.js'));
	const require = (name: string) => (name === 'gatsby' ? gatsby : {});
	await run(code, { exports: component, require, make });
	const posts = component.default && postsOf(component.default());
	expect(posts).toEqual(shown.map(({ url }, at) => ({ url, picture: large[at] })));
});

/** That a thing has every field that a template names. */
function expectNamed(template: string, names: RegExp, thing: unknown) {
	const named = [...template.matchAll(names)].map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(2);
	for (const name of named) expect(thing).toHaveProperty(name);
}
