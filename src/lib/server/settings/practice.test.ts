import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('practice brings its own address, folder, app and Meta, and needs no notice', () => {
	const settings = readSettings({ PRACTICE: '1' });
	const simulator = 'http://127.0.0.1:4174';
	expect(settings).toMatchObject({
		origin: new URL('http://localhost:4173'),
		port: 4173,
		dataDir: resolve('data/practice'),
		practice: { simulatorPort: 4174 },
		instagram: {
			clientId: '990602627938098',
			redirectUri: 'http://localhost:4173/auth/instagram/callback',
			redirectIsOnOrigin: true
		},
		facebook: {
			clientId: '821604739125608',
			configId: null,
			redirectUri: 'http://localhost:4173/auth/facebook/callback',
			redirectIsOnOrigin: true
		},
		meta: {
			hosts: {
				instagram: { web: simulator, api: simulator, graph: simulator },
				facebook: { web: simulator, graph: simulator }
			}
		},
		notices: []
	});
});

test('its ports and single addresses can be moved', () => {
	const settings = readSettings({
		PRACTICE: '1',
		PORT: '4951',
		SIMULATOR_PORT: '4952',
		INSTAGRAM_WEB_URL: 'http://meta.test:4952'
	});
	expect(settings.origin.href).toBe('http://localhost:4951/');
	expect(settings.meta).toMatchObject({
		hosts: { instagram: { web: 'http://meta.test:4952', api: 'http://127.0.0.1:4952' } }
	});
});

test.each<[string, NodeJS.ProcessEnv]>([
	['INSTAGRAM_CLIENT_ID', { INSTAGRAM_CLIENT_ID: '1', INSTAGRAM_CLIENT_SECRET: '2' }],
	['FACEBOOK_CLIENT_SECRET', { FACEBOOK_CLIENT_ID: '1', FACEBOOK_CLIENT_SECRET: '2' }],
	['ORIGIN', { ORIGIN: 'https://m.example.org' }],
	['SIMULATOR_PORT', { PORT: '4174' }]
])('practice is refused with %s', (name, env) => {
	expect(() => readSettings({ ...env, PRACTICE: '1' })).toThrow(name);
});
