import { type Message } from './message.ts';

export type MailMessage = { subject: string; text: string; html: string };

/** A mail as plain text, readable in a terminal, and as simple HTML, in light and in dark. */
export function mailOf(message: Message, origin: URL): MailMessage {
	const settings = new URL('/settings/alerts', origin).href;
	const foot = `Mooring at ${origin.host} tells you this.`;
	const text = [
		...message.lines.map(({ name, sentence, url, button }) =>
			[...(name === null ? [] : [name]), wrapped(sentence), '', `${button}: ${url}`].join('\n')
		),
		['-- ', wrapped(foot), 'To change what it tells, and where:', settings].join('\n')
	].join('\n\n');
	return {
		subject: message.title,
		text: `${text}\n`,
		html: page(message, { foot, settings })
	};
}

/** RFC 5322, section 2.1.1: lines of at most 78 characters. */
const LINE = 74;

function wrapped(text: string) {
	const lines = [''];
	for (const word of text.split(' ')) {
		const line = lines.at(-1) ?? '';
		if (line !== '' && line.length + word.length + 1 > LINE) lines.push(word);
		else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
	}
	return lines.join('\n');
}

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 0; background: #f6f8f7; color: #15211f; }
.card { background: #ffffff; color: #15211f; border: 1px solid #dfe6e3; }
.button { background: #0a675f; color: #ffffff !important; }
.quiet, .quiet a { color: #556360; }
@media (prefers-color-scheme: dark) {
body { background: #0e1413 !important; color: #e7efec !important; }
.card { background: #151d1b !important; color: #e7efec !important; border-color: #26322f !important; }
.button { background: #66cdbd !important; color: #05211d !important; }
.quiet, .quiet a { color: #9fafaa !important; }
}`;

const FONT = "font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** One column that is as wide as the reader, up to 34em; no picture, nothing from elsewhere. */
function page({ title, lines }: Message, { foot, settings }: { foot: string; settings: string }) {
	const cards = lines.map(
		({
			name,
			sentence,
			url,
			button
		}) => `<div class="card" style="padding: 20px; margin: 0 0 16px; border-radius: 12px">
${name === null || lines.length === 1 ? '' : `<p style="margin: 0 0 8px; font-weight: 600; overflow-wrap: anywhere">${escaped(name)}</p>\n`}<p style="margin: 0 0 20px">${escaped(sentence)}</p>
<p style="margin: 0"><a class="button" href="${escaped(url)}" style="display: inline-block; background: #0a675f; color: #ffffff; padding: 11px 18px; border-radius: 8px; font-weight: 600; text-decoration: none">${escaped(button)}</a></p>
</div>`
	);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}
</style>
</head>
<body style="${FONT}">
<div role="main" style="max-width: 34em; margin: 0 auto; padding: 24px 16px">
<h1 style="margin: 0 0 16px; font-size: 20px; line-height: 1.35; overflow-wrap: anywhere">${escaped(title)}</h1>
${cards.join('\n')}
<p class="quiet" style="margin: 0; font-size: 14px">${escaped(foot)}<br>To change what it tells, and where: <a href="${escaped(settings)}" style="overflow-wrap: anywhere">${escaped(settings)}</a></p>
</div>
</body>
</html>
`;
}

const ESCAPES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
