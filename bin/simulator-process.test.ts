import { expect, test } from 'vitest';
import { simulatorEnvironment } from './simulator-process.mjs';

test('the simulator is told the practice app and nothing else of ours', () => {
	const env = { PATH: '/bin', SECRET_KEY: 'k', SIMULATOR_HOST: '::1', SIMULATOR_PORT: '1' };
	const instagram = { clientId: 'id', clientSecret: 'secret', redirectUri: 'http://localhost/a' };
	expect(simulatorEnvironment(env, { practice: { simulatorPort: 4174 }, instagram })).toEqual({
		PATH: '/bin',
		SIMULATOR_HOST: '::1',
		SIMULATOR_PORT: '4174',
		SIMULATOR_CLIENT_ID: 'id',
		SIMULATOR_CLIENT_SECRET: 'secret',
		SIMULATOR_REDIRECT_URIS: 'http://localhost/a'
	});
});
