import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');
const REAL = { INSTAGRAM_CLIENT_ID: '123', INSTAGRAM_CLIENT_SECRET: 'shh' };
const LOCALHOST_PASTE = 'https://localhost/auth/instagram/callback';

function problemsOf(env: NodeJS.ProcessEnv): string[] {
	try {
		readSettings(env);
		return [];
	} catch (error) {
		if (error instanceof SettingsError) return error.problems;
		throw error;
	}
}

test('an empty environment is a local instance without a login', () => {
	expect(readSettings({})).toEqual({
		origin: new URL('http://localhost:3000'),
		toolsOrigins: [],
		mail: null,
		heartbeatUrl: null,
		outgoingPrivateHosts: [],
		operator: { name: null, contact: null },
		metricsToken: null,
		backup: { key: null, folder: resolve('data/backups') },
		host: '127.0.0.1',
		port: 3000,
		dataDir: resolve('data'),
		instagram: null,
		facebook: null,
		redirects: {
			instagram: {
				redirectUri: 'http://localhost:3000/auth/instagram/callback',
				redirectIsOnOrigin: true
			},
			facebook: {
				redirectUri: 'http://localhost:3000/auth/facebook/callback',
				redirectIsOnOrigin: true
			}
		},
		previousSecrets: { instagram: null, facebook: null },
		meta: {
			graphVersion: 'v25.0',
			hosts: {
				instagram: {
					web: 'https://www.instagram.com',
					api: 'https://api.instagram.com',
					graph: 'https://graph.instagram.com'
				},
				facebook: { web: 'https://www.facebook.com', graph: 'https://graph.facebook.com' }
			}
		},
		secretKeys: null,
		claimCode: null,
		refreshAfterDays: 7,
		feedEveryMinutes: 30,
		mediaMaxBytes: 5_000_000_000,
		practice: null,
		logLevel: 'info',
		isLogLevelSet: false,
		addressHeader: null,
		xffDepth: 1,
		outgoingProxy: null,
		checksCertificates: true,
		secretFiles: [],
		notices: [],
		hints: []
	});
});

test.each<[string, NodeJS.ProcessEnv, object]>([
	[
		'PORT alone moves ORIGIN',
		{ PORT: '8080' },
		{ origin: new URL('http://localhost:8080'), port: 8080 }
	],
	['http ORIGIN moves PORT', { ORIGIN: 'http://localhost:8090/' }, { port: 8090 }],
	['http ORIGIN without a port', { ORIGIN: 'http://127.0.0.1' }, { port: 80 }],
	['https ORIGIN leaves PORT', { ORIGIN: 'https://m.example.org:8443' }, { port: 3000 }],
	[
		'PORT beside ORIGIN',
		{ ORIGIN: 'http://[::1]:81', PORT: '82' },
		{ origin: new URL('http://[::1]:81'), port: 82 }
	],
	['blanks around a value', { PORT: ' 81 ' }, { port: 81 }],
	['HOST', { HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
	[
		'a header',
		{ ADDRESS_HEADER: 'X-Real-IP', XFF_DEPTH: '2' },
		{ addressHeader: 'x-real-ip', xffDepth: 2 }
	],
	['most days', { REFRESH_AFTER_DAYS: '45' }, { refreshAfterDays: 45 }],
	['fewest days', { REFRESH_AFTER_DAYS: '1' }, { refreshAfterDays: 1 }],
	['no sync interval', {}, { feedEveryMinutes: 30 }],
	['the shortest sync interval', { FEED_EVERY_MINUTES: '10' }, { feedEveryMinutes: 10 }],
	['the longest sync interval', { FEED_EVERY_MINUTES: '1440' }, { feedEveryMinutes: 1440 }],
	['no bound for pictures', {}, { mediaMaxBytes: 5_000_000_000 }],
	['a bound with decimals', { MEDIA_MAX_GB: '2.5' }, { mediaMaxBytes: 2_500_000_000 }],
	['the highest bound', { MEDIA_MAX_GB: '500' }, { mediaMaxBytes: 500_000_000_000 }],
	['a level', { LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
	[
		'a claim code',
		{ CLAIM_CODE: 'abcdefghij_klmnop-1234' },
		{ claimCode: 'abcdefghij_klmnop-1234' }
	],
	['a data folder', { DATA_DIR: '/var/lib/mooring' }, { dataDir: '/var/lib/mooring' }],
	['an unknown variable', { MOORING_COLOUR: '' }, { port: 3000 }],
	['practice off', { PRACTICE: '0' }, { practice: null }],
	[
		'a single key',
		{ SECRET_KEY: KEY },
		{ secretKeys: [{ id: '1', key: Buffer.from(KEY, 'base64') }] }
	],
	[
		'a default redirect',
		{ ...REAL, ORIGIN: 'https://m.example.org/' },
		{
			instagram: {
				clientId: '123',
				clientSecret: 'shh',
				redirectUri: 'https://m.example.org/auth/instagram/callback',
				redirectIsOnOrigin: true
			}
		}
	],
	[
		'ids of an odd shape: the setup page speaks of them',
		{ INSTAGRAM_CLIENT_ID: 'undefined', INSTAGRAM_CLIENT_SECRET: 'undefined' },
		{ instagram: expect.objectContaining({ clientId: 'undefined' }) as object }
	],
	[
		'Facebook Login',
		{ FACEBOOK_CLIENT_ID: '1', FACEBOOK_CLIENT_SECRET: '2', FACEBOOK_CONFIG_ID: '3' },
		{
			facebook: {
				clientId: '1',
				clientSecret: '2',
				redirectUri: 'http://localhost:3000/auth/facebook/callback',
				redirectIsOnOrigin: true,
				configId: '3'
			}
		}
	],
	[
		'secrets that were replaced, also of a login that is not used',
		{ ...REAL, INSTAGRAM_CLIENT_SECRET_PREVIOUS: 'old', FACEBOOK_CLIENT_SECRET_PREVIOUS: 'older' },
		{ previousSecrets: { instagram: 'old', facebook: 'older' } }
	]
])('%s', (_, env, expected) => {
	expect(readSettings(env)).toMatchObject(expected);
});

test.each<[string, string, boolean]>([
	['http://localhost:3000', 'http://localhost:3000/auth/instagram/callback', true],
	['http://localhost:3000', 'http://localhost:3000/auth/instagram/callback/', true],
	['http://localhost:3000', LOCALHOST_PASTE, false],
	['https://m.example.org', LOCALHOST_PASTE, false],
	['https://m.example.org', 'https://m.example.org:8443/anything?at=all', false]
])('on %s, the redirect URI %s stays as it is', (origin, redirectUri, redirectIsOnOrigin) => {
	const settings = readSettings({ ...REAL, ORIGIN: origin, INSTAGRAM_REDIRECT_URI: redirectUri });
	expect(settings.instagram).toMatchObject({ redirectUri, redirectIsOnOrigin });
});

test.each([
	'http://192.168.1.20:3000',
	'http://10.0.0.1',
	'http://172.16.0.1',
	'http://172.31.255.255',
	'http://pi.local',
	'http://pi.lan:3000',
	'http://pi.home.arpa'
])('%s is allowed in a private network, with a notice', (origin) => {
	expect(problemsOf({ ORIGIN: origin })).toEqual([expect.stringContaining('ALLOW_LAN_HTTP=1')]);
	expect(readSettings({ ORIGIN: origin, ALLOW_LAN_HTTP: '1' }).notices).toEqual([
		expect.stringContaining('plain http')
	]);
});

test.each([
	'http://m.example.org',
	'http://172.32.0.1',
	'http://192.169.0.1',
	'http://11.0.0.1',
	'http://0.0.0.0:3000',
	'http://local',
	'http://pi.local.example.org',
	'http://localhost.example.org'
])('%s is never allowed', (origin) => {
	expect(problemsOf({ ORIGIN: origin, ALLOW_LAN_HTTP: '1' })).toEqual([
		expect.stringContaining('https://')
	]);
});

test.each<[string, NodeJS.ProcessEnv]>([
	['ORIGIN', { ORIGIN: 'm.example.org' }],
	['ORIGIN', { ORIGIN: 'localhost:3000' }],
	['ORIGIN', { ORIGIN: 'ftp://m.example.org' }],
	['ORIGIN', { ORIGIN: 'https:m.example.org' }],
	['ORIGIN', { ORIGIN: 'https://m.example.org/mooring' }],
	['ORIGIN', { ORIGIN: 'https://m.example.org?' }],
	['ORIGIN', { ORIGIN: 'https://ada:pw@m.example.org' }],
	['ORIGIN', { ORIGIN: '"https://m.example.org"' }],
	['ALLOW_LAN_HTTP', { ALLOW_LAN_HTTP: 'yes' }],
	['PORT', { PORT: '0' }],
	['PORT', { PORT: '65536' }],
	['PORT', { PORT: '3e3' }],
	['HOST', { HOST: 'http://0.0.0.0' }],
	['ADDRESS_HEADER', { ADDRESS_HEADER: 'x forwarded for' }],
	['XFF_DEPTH', { XFF_DEPTH: '0' }],
	['HTTPS_PROXY', { HTTPS_PROXY: 'proxy.example:3128' }],
	['HTTPS_PROXY', { HTTPS_PROXY: '10.0.0.1:3128' }],
	['HTTPS_PROXY', { HTTPS_PROXY: 'socks5://proxy.example:1080' }],
	['HTTPS_PROXY', { HTTPS_PROXY: 'http://' }],
	['HTTPS_PROXY', { HTTPS_PROXY: 'http://proxy.example:99999' }],
	['HTTPS_PROXY', { HTTPS_PROXY: 'http://proxy.example/proxy.pac' }],
	['INSTAGRAM_CLIENT_SECRET', { INSTAGRAM_CLIENT_ID: '1' }],
	['INSTAGRAM_CLIENT_ID', { INSTAGRAM_CLIENT_SECRET: '1' }],
	['FACEBOOK_CLIENT_ID', { FACEBOOK_CLIENT_SECRET: '1' }],
	['INSTAGRAM_CLIENT_SECRET', { ...REAL, INSTAGRAM_CLIENT_SECRET: `'shh'` }],
	['INSTAGRAM_REDIRECT_URI', { INSTAGRAM_REDIRECT_URI: '/auth/instagram/callback' }],
	['INSTAGRAM_REDIRECT_URI', { INSTAGRAM_REDIRECT_URI: 'http://localhost:3000/elsewhere' }],
	[
		'INSTAGRAM_REDIRECT_URI',
		{ INSTAGRAM_REDIRECT_URI: 'http://localhost:3000/auth/instagram/callback?x=1' }
	],
	[
		'INSTAGRAM_REDIRECT_URI',
		{ INSTAGRAM_REDIRECT_URI: 'http://localhost/auth/instagram/callback' }
	],
	['INSTAGRAM_REDIRECT_URI', { INSTAGRAM_REDIRECT_URI: `${LOCALHOST_PASTE}#_` }],
	['FACEBOOK_REDIRECT_URI', { FACEBOOK_REDIRECT_URI: 'nowhere' }],
	['SECRET_KEY', { SECRET_KEY: 'c2hvcnQ=' }],
	['BACKUP_KEY', { BACKUP_KEY: 'a'.repeat(15) }],
	['METRICS_TOKEN', { METRICS_TOKEN: '“x”' }],
	['METRICS_TOKEN', { METRICS_TOKEN: 'a'.repeat(15) }],
	['METRICS_TOKEN', { METRICS_TOKEN: 'sixteen but with blanks' }],
	['CLAIM_CODE', { CLAIM_CODE: 'a'.repeat(19) }],
	['CLAIM_CODE', { CLAIM_CODE: 'a'.repeat(129) }],
	['CLAIM_CODE', { CLAIM_CODE: `${'a'.repeat(20)}!` }],
	['REFRESH_AFTER_DAYS', { REFRESH_AFTER_DAYS: '0' }],
	['REFRESH_AFTER_DAYS', { REFRESH_AFTER_DAYS: '46' }],
	['REFRESH_AFTER_DAYS', { REFRESH_AFTER_DAYS: '7.5' }],
	['FEED_EVERY_MINUTES', { FEED_EVERY_MINUTES: '9' }],
	['FEED_EVERY_MINUTES', { FEED_EVERY_MINUTES: '1441' }],
	['MEDIA_MAX_GB', { MEDIA_MAX_GB: '0.9' }],
	['MEDIA_MAX_GB', { MEDIA_MAX_GB: '500.1' }],
	['MEDIA_MAX_GB', { MEDIA_MAX_GB: '5 GB' }],
	['MEDIA_MAX_GB', { MEDIA_MAX_GB: '1e2' }],
	['META_GRAPH_VERSION', { META_GRAPH_VERSION: '25.0' }],
	['INSTAGRAM_WEB_URL', { INSTAGRAM_WEB_URL: 'www.instagram.com' }],
	['INSTAGRAM_API_URL', { INSTAGRAM_API_URL: 'https://x.example.org?a=b' }],
	['INSTAGRAM_GRAPH_URL', { INSTAGRAM_GRAPH_URL: 'ftp://x.example.org' }],
	['FACEBOOK_WEB_URL', { FACEBOOK_WEB_URL: 'file:///x' }],
	['PRACTICE', { PRACTICE: 'true' }],
	['SIMULATOR_PORT', { SIMULATOR_PORT: 'x' }],
	['LOG_LEVEL', { LOG_LEVEL: 'INFO' }]
])('%s is refused in one sentence: %o', (name, env) => {
	expect(problemsOf(env)).toEqual([expect.stringContaining(name)]);
});

test.each(['', ' ', '\t\n', '\u00A0'])('every variable set to %j counts as unset', (nothing) => {
	const asked = new Set<string>();
	const unset = new Proxy<NodeJS.ProcessEnv>(
		{},
		{ get: (_, name) => (asked.add(String(name)), undefined) }
	);
	const defaults = readSettings(unset);
	const empty = Object.fromEntries([...asked].map((name) => [name, nothing]));
	expect(Object.keys(empty)).toContain('SECRET_KEY_FILE');
	expect(readSettings(empty)).toEqual(defaults);
	expect(readSettings({ ...empty, ...REAL }).instagram).toMatchObject({ clientId: '123' });
});

test('a login that is half empty is half set', () => {
	expect(problemsOf({ FACEBOOK_CLIENT_ID: '', FACEBOOK_CLIENT_SECRET: '1' })).toEqual([
		expect.stringContaining('FACEBOOK_CLIENT_SECRET is set without FACEBOOK_CLIENT_ID')
	]);
});

test('a name that is one slip away from a setting is told, by itself and beside what it breaks', () => {
	const hint =
		'INSTAGRAM_CLIENT_SECERT is set, which is no setting of Mooring; INSTAGRAM_CLIENT_SECRET may be meant.';
	expect(readSettings({ INSTAGRAM_CLIENT_SECERT: 'canary' }).hints).toEqual([hint]);
	expect(problemsOf({ INSTAGRAM_CLIENT_ID: '1', INSTAGRAM_CLIENT_SECERT: 'canary' })).toEqual([
		expect.stringContaining('INSTAGRAM_CLIENT_ID is set without INSTAGRAM_CLIENT_SECRET'),
		hint
	]);
	expect(readSettings({ ORIGINS: '' }).hints).toEqual([]);
});

test('addresses other than Meta’s are said, and lose the slash at their end', () => {
	const settings = readSettings({
		INSTAGRAM_WEB_URL: 'http://meta.test:4999/',
		INSTAGRAM_API_URL: 'http://127.0.0.1:4999',
		INSTAGRAM_GRAPH_URL: 'https://graph.instagram.com/'
	});
	expect(settings.meta).toMatchObject({
		hosts: {
			instagram: {
				web: 'http://meta.test:4999',
				api: 'http://127.0.0.1:4999',
				graph: 'https://graph.instagram.com'
			}
		}
	});
	expect(settings.notices).toEqual([
		'This Mooring talks to meta.test:4999 and 127.0.0.1:4999 instead of Meta.'
	]);
});

test('everything that is wrong comes in one list, without any value', () => {
	const env = {
		ORIGIN: 'https://canary-user:canary-pw@m.example.org',
		PORT: 'canary-port',
		INSTAGRAM_CLIENT_SECRET: '"canary-secret"',
		SECRET_KEY: 'canary-key',
		CLAIM_CODE: 'canary-code'
	};
	const problems = problemsOf(env);
	expect(problems).toHaveLength(6);
	const error = new SettingsError(problems);
	expect(error.name).toBe('SettingsError');
	for (const problem of problems) expect(error.message).toContain(problem);
	expect(error.message).not.toContain('canary');
});

test('two logins need a redirect address each', () => {
	const both = {
		...REAL,
		FACEBOOK_CLIENT_ID: '456',
		FACEBOOK_CLIENT_SECRET: 'hush',
		INSTAGRAM_REDIRECT_URI: 'https://localhost/back'
	};
	expect(problemsOf({ ...both, FACEBOOK_REDIRECT_URI: 'https://localhost/back' })).toEqual([
		'INSTAGRAM_REDIRECT_URI and FACEBOOK_REDIRECT_URI are the same; each login needs its own.'
	]);
	expect(problemsOf({ ...both, FACEBOOK_REDIRECT_URI: 'https://localhost/other' })).toEqual([]);
});

test.each([
	['http://proxy.example:3128', 'proxy.example:3128'],
	['https://ada:pa%40ss@proxy.example:8443/', 'proxy.example:8443'],
	[' http://10.0.0.1 ', '10.0.0.1']
])('the proxy %s is known by its host alone', (HTTPS_PROXY, host) => {
	expect(readSettings({ HTTPS_PROXY }).outgoingProxy).toBe(host);
});

test('programs may ask at three origins more, by http where nobody outside is asked', () => {
	const names = 'http://mooring:3000, https://tools.example.org,http://192.168.1.5:3000/';
	expect(readSettings({ TOOLS_ORIGIN: names }).toolsOrigins.map(({ origin }) => origin)).toEqual([
		'http://mooring:3000',
		'https://tools.example.org',
		'http://192.168.1.5:3000'
	]);
	expect(readSettings({ TOOLS_ORIGIN: ' , ' }).toolsOrigins).toEqual([]);
});

test.each([
	['http://tools.example.org', /http only for private/],
	['mooring:3000', /TOOLS_ORIGIN must be a whole address/],
	['http://mooring/graph', /TOOLS_ORIGIN must be scheme, host and port/],
	['http://a,http://b,http://c,http://d', /at most 3/]
])('TOOLS_ORIGIN=%s cannot work', (value, sentence) => {
	expect(problemsOf({ TOOLS_ORIGIN: value })).toEqual([expect.stringMatching(sentence)]);
});

test('mail takes a server and a sender together', () => {
	const mailOf = (address: string) =>
		readSettings({ SMTP_URL: address, MAIL_FROM: 'Mooring <m@example.org>' }).mail;
	expect(mailOf('smtps://ada:p%40ss@mail.example')).toEqual({
		host: 'mail.example',
		port: 465,
		isSecure: true,
		login: { user: 'ada', password: 'p@ss' },
		isHere: false,
		from: 'Mooring <m@example.org>'
	});
	expect(mailOf('smtp://127.0.0.1:2525')).toMatchObject({
		port: 2525,
		isSecure: false,
		login: null,
		isHere: true
	});
});

test.each([
	[{ SMTP_URL: 'smtp://mail.example' }, /SMTP_URL and MAIL_FROM belong together/],
	[{ MAIL_FROM: 'm@example.org' }, /SMTP_URL and MAIL_FROM belong together/],
	[{ SMTP_URL: 'http://mail.example', MAIL_FROM: 'm@example.org' }, /SMTP_URL must look like/],
	[{ SMTP_URL: 'smtp://a:%zz@mail.example', MAIL_FROM: 'm@example.org' }, /SMTP_URL must look/],
	[{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Mooring' }, /MAIL_FROM must be a mail address/],
	[{ HEARTBEAT_URL: 'ping.example' }, /HEARTBEAT_URL must be an http or https address/],
	[{ OUTGOING_PRIVATE_HOSTS: 'http://ntfy.lan' }, /OUTGOING_PRIVATE_HOSTS must list hosts/],
	[{ OPERATOR_CONTACT: 'call me' }, /OPERATOR_CONTACT must be a mail address or an https/]
])('%j cannot work', (env, sentence) => {
	expect(problemsOf(env)).toEqual([expect.stringMatching(sentence)]);
});

test('hosts of a private network are compared as they are written', () => {
	const hosts = readSettings({ OUTGOING_PRIVATE_HOSTS: ' Ntfy.lan, 127.0.0.1:8080,[::1]:9' });
	expect(hosts.outgoingPrivateHosts).toEqual(['ntfy.lan', '127.0.0.1:8080', '[::1]:9']);
});

test('backups stand in the data folder or where BACKUP_DIR says, those of practice apart', () => {
	const key = 'a key of 16 char';
	expect(readSettings({ BACKUP_KEY: ` ${key} `, DATA_DIR: '/d' }).backup).toEqual({
		key,
		folder: '/d/backups'
	});
	expect(readSettings({ BACKUP_DIR: '/b' }).backup.folder).toBe('/b');
	expect(readSettings({ PRACTICE: '1', DATA_DIR: '/d' }).backup.folder).toBe('/d/practice/backups');
	expect(readSettings({ PRACTICE: '1', BACKUP_DIR: '/b' }).backup.folder).toBe('/b/practice');
});
