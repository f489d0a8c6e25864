import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baseHeaders } from './headers.ts';
import { PLAIN_PAGE_HEADERS, plainPage } from './plain-page.ts';
import { PLAIN_STYLE } from './plain-style.ts';
import { wrongHostPage } from './wrong-host-page.ts';

const css = readFileSync('src/app.css', 'utf8');
const tokens = (text: string) =>
	[...text.matchAll(/(--[a-z]+): ?(#[0-9a-f]{6})/g)].map(([, name, colour]) => `${name} ${colour}`);

describe('a plain page', () => {
	it.each([
		['a refusal', () => plainPage(429, 'Too many requests', { body: '<p>Wait.</p>' }).text()],
		['last resort', () => readFileSync('src/error.html', 'utf8')],
		['another Host', () => wrongHostPage('visitor', new URL('https://mooring.example'))]
	])('of %s has one style, which its policy allows', async (_name, make) => {
		const html = await make();
		const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = '']) => style);
		expect(styles).toHaveLength(1);
		const hash = createHash('sha256')
			.update(styles[0] ?? '')
			.digest('base64');
		for (const headers of [PLAIN_PAGE_HEADERS, baseHeaders(new URL('https://mooring.example'))]) {
			expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}';`);
		}
		expect(html).not.toMatch(/ style=| instance /);
	});

	it('has the colours of all other pages, light and dark', () => {
		const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
		const [ownLight = '', ownDark = ''] = PLAIN_STYLE.split('@media (prefers-color-scheme:dark)');
		expect(tokens(ownLight)).toHaveLength(5);
		expect(tokens(ownDark)).toHaveLength(5);
		expect(tokens(light)).toEqual(expect.arrayContaining(tokens(ownLight)));
		expect(tokens(dark)).toEqual(expect.arrayContaining(tokens(ownDark)));
	});
});
