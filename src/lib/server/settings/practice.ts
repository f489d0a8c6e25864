import { join, resolve } from 'node:path';
import { type Environment, wholeNumber } from './environment.ts';

export type Practice = { simulatorPort: number };

/** What would be mixed up with pretend accounts. */
const REAL_CREDENTIALS = [
	'INSTAGRAM_CLIENT_ID',
	'INSTAGRAM_CLIENT_SECRET',
	'FACEBOOK_CLIENT_ID',
	'FACEBOOK_CLIENT_SECRET'
];

/** The simulator's app for Instagram Login; neither is a secret of anybody. */
export const PRACTICE_APP = {
	clientId: '990602627938098',
	clientSecret: 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
};

/** The simulator's app for Facebook Login. */
export const PRACTICE_FACEBOOK_APP = {
	clientId: '821604739125608',
	clientSecret: '0f9e8d7c6b5a49382716f5e4d3c2b1a0',
	configId: null
};

/** Practice mode with its simulator, or null. Refused beside real credentials. */
export function practiceMode(source: Environment): Practice | null {
	const isOn = source.flag('PRACTICE');
	const simulatorPort = wholeNumber(source, 'SIMULATOR_PORT', { from: 1, to: 65535, unset: 4174 });
	if (!isOn) return null;
	const real = REAL_CREDENTIALS.filter((name) => source.isSecretSet(name));
	if (real.length > 0) {
		source.problem(
			`PRACTICE=1 and real credentials (${real.join(', ')}) do not go together; remove one or the other.`
		);
	}
	return { simulatorPort };
}

/** Where everything is kept, as an absolute path; practice has a folder of its own in it. */
export function dataDir(source: Environment, practice: Practice | null) {
	const folder = resolve(source.text('DATA_DIR') ?? './data');
	return practice ? join(folder, 'practice') : folder;
}
