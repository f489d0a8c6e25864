import { createHash } from 'node:crypto';
import { MOST_COLUMNS } from './embed-choice.ts';

const columns = Array.from(
	{ length: MOST_COLUMNS },
	(_, at) => `.c${String(at + 1)}{--columns:${String(at + 1)}}`
).join('');

/** What the page for iframes looks like, in the page itself: the same bytes in each, for its hash. */
export const EMBED_STYLE = `
:root{color-scheme:light dark;--page:#ffffff;--cell:#eceeee;--text:#15211f;--muted:#556360;--accent:#0a675f}
@media (prefers-color-scheme:dark){:root{--page:#0e1413;--cell:#1f2927;--text:#e7efec;--muted:#9fafaa;--accent:#66cdbd}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:14px/1.4 system-ui,sans-serif;overflow-wrap:anywhere}
ul{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));gap:4px;margin:0;padding:4px;list-style:none}
${columns}
li{position:relative;aspect-ratio:1;background:var(--cell);overflow:hidden}
li>*{display:block;width:100%;height:100%;color:inherit;text-decoration:none}
img{display:block;width:100%;height:100%;object-fit:cover}
a:hover img{opacity:.88}
a:focus-visible{outline:3px solid var(--accent);outline-offset:-3px}
.words{display:flex;flex-direction:column;justify-content:space-between;gap:8px;padding:10px;overflow:hidden}
.words span{overflow:hidden}
.words b{flex:none;color:var(--accent);font-weight:600}
.kind{position:absolute;top:6px;inset-inline-end:6px;width:auto;height:auto;padding:1px 6px;border-radius:9px;background:#15211fcc;color:#ffffff;font-size:11px;pointer-events:none}
h1{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%)}
p{margin:0;padding:16px;color:var(--muted)}
`.replaceAll('\n', '');

const hash = createHash('sha256').update(EMBED_STYLE).digest('base64');

/** Lets the page show this style and its own pictures, anywhere, and do nothing (CSP Level 3). */
export const EMBED_POLICY = `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *`;
