import { createHash } from 'node:crypto';

/**
 * What a plain page looks like: the card of the application's own pages in its colours (src/app.css),
 * in the page itself, because nothing else is loaded where such a page is answered. Kit's last-resort
 * page (src/error.html) has the same.
 */
export const PLAIN_STYLE = `
:root{color-scheme:light dark;--page:#f6f8f7;--surface:#ffffff;--line:#dfe6e3;--text:#15211f;--accent:#0a675f}
@media (prefers-color-scheme:dark){:root{--page:#0e1413;--surface:#151d1b;--line:#26322f;--text:#e7efec;--accent:#66cdbd}}
*{box-sizing:border-box}
body{margin:0;padding:24px 16px;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:620px;margin:32px auto;padding:20px;background:var(--surface);border:1px solid var(--line);border-radius:16px}
h1{margin:0;font-size:24px;line-height:1.25}
p{margin:16px 0 0}
a{color:var(--accent)}
code{font:13px/1.4 ui-monospace,monospace}
`.replaceAll('\n', '');

const hash = createHash('sha256').update(PLAIN_STYLE).digest('base64');

/** The policy that allows this style and nothing else (CSP Level 3, section 2.3.1). */
export const PLAIN_POLICY = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
