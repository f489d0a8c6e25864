import { type BadInput, KB, OWN_CONNECTION, row } from './bad-input.ts';

const HIDDEN = { owner: '404', nobody: '401' };
const PAGE = { owner: '404', nobody: '303 /' };

/** Segments in the place of an id, as they stand in the address. */
const SEGMENTS: [no: number, segment: string][] = [
	[88, '%2e%2e%2f%2e%2e'],
	[89, '%252e%252e'],
	[90, '..%2f'],
	[90, '..%5c'],
	[91, '%5cevil.example'],
	[92, '@evil.example'],
	[92, ':x@evil.example'],
	[92, '.evil.example'],
	[93, 'http:%2f%2fevil.example'],
	[93, 'https:evil.example'],
	[94, '%09'],
	[94, '%0d%0aset-cookie:a=b'],
	[94, '%00'],
	[94, '%20'],
	[95, 'a%23b'],
	[95, 'a%3fb'],
	[96, '%EF%BC%8E%EF%BC%8E%EF%BC%8F'],
	[104, '0'],
	[104, '-1'],
	[104, '1e3'],
	[104, '__proto__'],
	[104, 'a'.repeat(12 * KB)],
	[104, '00000000-0000-4000-8000-000000000000'],
	[104, `${OWN_CONNECTION}%00`]
];

const show = (segment: string) => (segment.length > 60 ? `${segment.slice(0, 10)}…` : segment);

/** What a page may be asked to go on to; the closed list of pages knows none of them. */
const ELSEWHERE = [
	'//evil.example',
	'/%09/evil.example',
	'/\\evil.example',
	'/%5cevil.example',
	'/..//evil.example',
	'https:evil.example',
	'https://evil.example',
	'javascript:alert(1)',
	'/x%0d%0aSet-Cookie:a=b',
	'/settings@evil.example',
	'/settings/../..//evil.example'
];

export const PATH_ROWS: BadInput[] = [
	...SEGMENTS.flatMap(([no, segment]) => [
		row(no, `API ${show(segment)}`, `/api/connections/${segment}`, HIDDEN),
		row(no, `API ledger ${show(segment)}`, `/api/connections/${segment}/refreshes`, HIDDEN),
		row(no, `page ${show(segment)}`, `/connections/${segment}`, PAGE),
		row(no, `picture ${show(segment)}`, `/connections/${segment}/picture`, HIDDEN),
		row(no, `cause ${show(segment)}`, `/connect/problem/${segment}`, '404'),
		row(no, `invitation ${show(segment)}`, `/invitation/${segment}`, '404')
	]),
	row(87, 'dots', '/api/connections/../../etc/passwd', '404'),
	row(104, 'a cause of the prototype', '/connect/problem/constructor', '404'),
	row(104, 'a sign-in link, as data', '/sign-in/x/__data.json', '200'),
	row(104, 'a connection, as data', '/connections/x/__data.json', { owner: '200', nobody: '200' }),
	row(87, 'an empty segment', '/api//connections', '404'),
	row(87, 'out of the files', '/_app/%2e%2e/%2e%2e/package.json', '404'),
	row(88, 'half encoded dots', '/_app/.%2e/%2E./package.json', '404'),
	row(90, 'a parameter of the path', '/api/connections/..;/user', '404'),
	row(91, 'a host for a path', '//evil.example/', '404'),
	row(91, 'another one', '///evil.example', '404'),
	row(91, 'with backslashes', '/\\evil.example', '404'),
	row(96, 'dots of two bytes', '/connections/%c0%ae%c0%ae', '400'),
	row(96, 'half a sign', '/%', '400'),
	...['/oauth/access_token', '/refresh_access_token', '/me/permissions', '/debug_token'].map(
		(path) => row(97, path, path, '404')
	),
	row(97, 'a key file', '/data/secret.key', '404'),
	row(97, 'settings', '/.env', '404'),
	row(97, 'a source map', '/_app/immutable/entry/start.js.map', '404'),
	...ELSEWHERE.flatMap((target) => [
		row(85, `a proof, then ${target}`, `/settings/confirm?next=${target}`, {
			owner: '200',
			nobody: '303 /'
		}),
		row(85, `a paste, then ${target}`, `/connect/paste?next=${target}&return_to=${target}`, '200')
	]),
	...['0000-00-00', '+275761-01-01', '-1', '1e400', 'NaN', '%00'].map((cursor) =>
		row(86, `activity before ${cursor}`, `/activity?before=${cursor}`, {
			owner: '400',
			nobody: '303 /'
		})
	),
	row(86, 'activity of an unknown kind', '/activity?kind=__proto__', {
		owner: '400',
		nobody: '303 /'
	})
];
