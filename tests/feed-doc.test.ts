import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonFeed } from '../src/lib/server/feed/json-feed.ts';
import { placesAt } from '../src/lib/server/feed/places.ts';
import { readRules } from '../src/lib/server/feed/rules.ts';
import { keptPicture } from './support/content-rows.ts';
import { keptPost, shownPosts } from './support/feed-posts.ts';

const doc = readFileSync(join(import.meta.dirname, '../docs/FEED.md'), 'utf8');
/** What stands in the first column of a table, without the code signs. */
const firsts = [...doc.matchAll(/^\| (`[^|]+?) +\|/gm)].map(([, cell = '']) => cell);

/** The names of all fields, as the table writes them. */
function namesIn(value: unknown, before = ''): string[] {
	if (Array.isArray(value)) return namesIn(value[0], `${before}[]`);
	if (typeof value !== 'object' || value === null) return [before];
	return Object.entries(value).flatMap(([name, inner]) =>
		namesIn(inner, before === '' ? name : `${before}.${name}`)
	);
}

describe('docs/FEED.md', () => {
	const child = { mediaId: '2', kind: 'image' as const, alt: null, picture: keptPicture('b') };
	const places = placesAt(new URL('https://mooring.example.org'), 'abc');
	const feed = jsonFeed(
		shownPosts([keptPost({ children: [child] })]),
		{ staleSince: null, reason: null },
		places
	);

	it('names every field of the JSON', () => {
		const cells = firsts.join(' ');
		const missing = namesIn(feed)
			// What is inside of a size and of a child stands in the words of its row.
			.map((name) => name.replace(/(\.sizes|\.children)\b.*/, '$1').replace(/\[\]$/, ''))
			.filter((name) => {
				const short = name.replace(/^.*\.(\w+)$/, '….$1');
				return !cells.includes(`\`${name}\``) && !cells.includes(`\`${short}\``);
			});
		expect(missing).toEqual([]);
	});

	it('names every rule with its default', () => {
		for (const name of Object.keys(readRules({}))) expect(firsts).toContain(`\`${name}\``);
	});
});
