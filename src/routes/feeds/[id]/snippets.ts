import type { FeedView } from '$lib/view.ts';
import type { Recipe } from '../../tools/_recipes/recipe.ts';

/** How websites of each kind show a feed, with its own addresses, as they are copied. */
export const snippets = ({ json, embed }: FeedView['addresses'], username: string): Recipe[] => [
	{
		id: 'html',
		title: 'Any website',
		does: 'One line of HTML; nothing else to set up.',
		codes: [{ label: 'HTML', text: frame(embed, username) }],
		note: '`columns` may be 1 to 6, `limit` 1 to 100. A strict policy of your site needs `frame-src` with the address of this Mooring.'
	},
	{
		id: 'fetch',
		title: 'A script in the page',
		does: 'Your own markup and style.',
		codes: [{ label: 'HTML with JavaScript', text: script(json) }],
		note: 'A strict policy of your site needs the address of this Mooring in `connect-src` and `img-src`.'
	},
	{
		id: 'astro',
		title: 'Astro',
		does: 'Built into the page, and new with each build.',
		codes: [{ label: 'src/components/Instagram.astro', text: astro(json) }]
	},
	{
		id: 'eleventy',
		title: 'Eleventy',
		does: 'Built into the page, and new with each build.',
		codes: [
			{ label: '_data/instagram.js', text: eleventyData(json) },
			{ label: 'instagram.njk', text: ELEVENTY_PAGE }
		],
		note: 'The data file is an ES module: name it `instagram.mjs` where package.json has no `"type": "module"`.'
	},
	{
		id: 'hugo',
		title: 'Hugo',
		does: 'Built into the page, and new with each build.',
		codes: [{ label: 'layouts/partials/instagram.html', text: hugo(json) }],
		note: 'Use it in a template with `{{ partial "instagram.html" . }}`.'
	},
	{
		id: 'wordpress',
		title: 'WordPress',
		does: 'A block with one line; no plugin.',
		codes: [{ label: 'Custom HTML block', text: frame(embed, username) }],
		note: 'On a page or post choose the block Custom HTML and paste the line. WordPress.com keeps iframes on its paid plans only.'
	},
	{
		id: 'gatsby',
		title: 'Gatsby',
		does: 'As nodes for GraphQL, new with each build.',
		codes: [
			{ label: 'gatsby-node.js', text: gatsbyNode(json) },
			{ label: 'src/components/instagram.js', text: GATSBY_COMPONENT }
		]
	}
];

const frame = (embed: string, username: string) =>
	`<iframe src="${embed}?columns=3&amp;limit=9" title="Posts of ${username} on Instagram" loading="lazy" width="600" height="600" style="width: 100%; height: auto; aspect-ratio: 1; border: 0"></iframe>`;

const script = (json: string) => `<div id="instagram-posts"></div>
<script type="module">
	const answer = await fetch('${json}');
	const { items } = await answer.json();
	for (const { url, image, _mooring } of items.slice(0, 9)) {
		if (_mooring.missing) continue;
		const link = document.createElement('a');
		link.href = url ?? '#';
		const picture = document.createElement('img');
		picture.src = _mooring.sizes.medium?.url ?? image;
		picture.alt = _mooring.alt ?? '';
		picture.width = picture.height = 320;
		picture.style.objectFit = 'cover';
		link.append(picture);
		document.querySelector('#instagram-posts').append(link);
	}
</script>`;

const astro = (json: string) => `---
const answer = await fetch('${json}');
if (!answer.ok) throw new Error(\`The feed answered \${answer.status}\`);
const { items } = await answer.json();
const posts = items.filter(({ _mooring }) => !_mooring.missing).slice(0, 9);
---
<ul>
	{posts.map(({ url, image, _mooring }) => (
		<li><a href={url}><img src={_mooring.sizes.medium?.url ?? image} alt={_mooring.alt ?? ''} width="320" height="320" loading="lazy" /></a></li>
	))}
</ul>`;

const eleventyData = (json: string) => `export default async function () {
	const answer = await fetch('${json}');
	if (!answer.ok) throw new Error(\`The feed answered \${answer.status}\`);
	const { items } = await answer.json();
	return items.filter(({ _mooring }) => !_mooring.missing).slice(0, 9);
}`;

const ELEVENTY_PAGE = `<ul>
{% for post in instagram %}
	<li><a href="{{ post.url }}"><img src="{{ post.image }}" alt="{{ post._mooring.alt or '' }}" width="320" height="320" loading="lazy"></a></li>
{% endfor %}
</ul>`;

const hugo = (json: string) => `{{ with try (resources.GetRemote "${json}") }}
	{{ with .Err }}{{ errorf "The feed: %s" . }}{{ end }}
	{{ with .Value }}
		{{ $feed := transform.Unmarshal (dict "format" "json") .Content }}
		<ul>
		{{ range first 9 $feed.items }}{{ if not ._mooring.missing }}
			<li><a href="{{ .url }}"><img src="{{ .image }}" alt="{{ ._mooring.alt }}" width="320" height="320" loading="lazy"></a></li>
		{{ end }}{{ end }}
		</ul>
	{{ end }}
{{ end }}`;

const gatsbyNode = (
	json: string
) => `exports.sourceNodes = async ({ actions, createContentDigest, createNodeId }) => {
	const answer = await fetch('${json}');
	if (!answer.ok) throw new Error(\`The feed answered \${answer.status}\`);
	const { items } = await answer.json();
	for (const { id, url, image, content_text, date_published, _mooring } of items) {
		const post = { url: url ?? null, image: image ?? null, caption: content_text, date: date_published, alt: _mooring.alt ?? '' };
		actions.createNode({
			...post,
			id: createNodeId(\`instagram-\${id}\`),
			internal: { type: 'InstagramPost', contentDigest: createContentDigest(post) }
		});
	}
};`;

const GATSBY_COMPONENT = `import { graphql, useStaticQuery } from 'gatsby';
import * as React from 'react';

export default function Instagram() {
	const { allInstagramPost } = useStaticQuery(graphql\`
		{ allInstagramPost(sort: { date: DESC }, limit: 9) { nodes { id url image alt } } }
	\`);
	return (
		<ul>
			{allInstagramPost.nodes.filter((post) => post.image).map((post) => (
				<li key={post.id}><a href={post.url}><img src={post.image} alt={post.alt} width={320} height={320} loading="lazy" /></a></li>
			))}
		</ul>
	);
}`;
