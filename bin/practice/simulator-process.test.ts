import { expect, test } from 'vitest';
import { simulatorEnvironment } from './simulator-process.mjs';

test('the simulator is told the practice app and nothing else of ours', () => {
	const env = { PATH: '/bin', SECRET_KEY: 'k', SIMULATOR_HOST: '::1', SIMULATOR_PORT: '1' };
	const instagram = { clientId: 'id', clientSecret: 'secret', redirectUri: 'http://localhost/a' };
	const facebook = { clientId: 'fb', clientSecret: 'other', redirectUri: 'http://localhost/b' };
	const settings = { practice: { simulatorPort: 4174 }, instagram, facebook };
	expect(simulatorEnvironment(env, settings)).toEqual({
		PATH: '/bin',
		SIMULATOR_HOST: '::1',
		SIMULATOR_PORT: '4174',
		SIMULATOR_CLIENT_ID: 'id',
		SIMULATOR_CLIENT_SECRET: 'secret',
		SIMULATOR_REDIRECT_URIS: 'http://localhost/a',
		SIMULATOR_FACEBOOK_CLIENT_ID: 'fb',
		SIMULATOR_FACEBOOK_CLIENT_SECRET: 'other',
		SIMULATOR_FACEBOOK_REDIRECT_URIS: 'http://localhost/b'
	});
});
