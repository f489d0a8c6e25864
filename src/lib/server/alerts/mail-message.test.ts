import { expect, it } from 'vitest';
import { mailOf } from './mail-message.ts';
import { messageOf } from './message.ts';
import { webhookBody } from './webhook-body.ts';

const ORIGIN = new URL('https://mooring.example');
const row = (username: string, sentence: string) => ({
	type: 'connection.needs_reconnect' as const,
	at: 0,
	data: JSON.stringify({
		connectionId: username,
		provider: 'instagram',
		username,
		status: 'needs_reconnect',
		sentence,
		cure: 'reconnect',
		url: `https://mooring.example/connections/${username}`,
		why: 'the password was changed'
	})
});
const SENTENCE =
	'The Instagram password was changed, or Instagram ended this connection for security reasons, on 3 Jan.';

it('is read in a terminal: account, cause, and the address of the cure', () => {
	expect(mailOf(messageOf([row('ada.draws', SENTENCE)]), ORIGIN).text).toBe(`@ada.draws
The Instagram password was changed, or Instagram ended this connection for
security reasons, on 3 Jan.

Reconnect: https://mooring.example/connections/ada.draws

-- 
Mooring at mooring.example tells you this.
To change what it tells, and where:
https://mooring.example/settings/alerts
`);
});

it('tells of several in one message, and of many names the first few', () => {
	const rows = ['eve', 'bea', 'ada', 'cyd', 'dot'].map((name) => row(name, SENTENCE));
	const message = messageOf(rows);
	expect(message.title).toBe('@ada, @bea, @cyd and 2 more need you');
	expect(message.lines.map(({ name }) => name)).toEqual(['@ada', '@bea', '@cyd', '@dot', '@eve']);
	expect(mailOf(message, ORIGIN).text.match(/^Reconnect: /gm)).toHaveLength(5);
});

it('quotes nothing as HTML, whatever Meta said', () => {
	const { html, subject } = mailOf(
		messageOf([row('<b>ada</b>', 'Meta said: “<img src=x onerror="alert(1)">”&')]),
		ORIGIN
	);
	expect(html).not.toMatch(/<img|<b>/);
	expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
	expect(html).not.toMatch(/<[^>]* src=|url\(|@import/);
	expect(subject).toContain('<b>ada</b>');
});

it('a webhook has the fields of the contract and no other, well under 20 KB', () => {
	const body = webhookBody(row('ada', SENTENCE.repeat(20)));
	expect(Object.keys(body)).toEqual(['type', 'timestamp', 'data']);
	expect(Object.keys(body.data)).toEqual([
		'connectionId',
		'provider',
		'username',
		'status',
		'sentence',
		'cure',
		'url'
	]);
	expect(JSON.stringify(body).length).toBeLessThan(20_000);
});
