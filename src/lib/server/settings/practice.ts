import { join, resolve } from 'node:path';
import { PROVIDER_IDS, type ProviderId, settingName } from '../../logins.ts';
import { type Environment, wholeNumber } from './environment.ts';

export type Practice = { simulatorPort: number };

/** What would be mixed up with pretend accounts. */
const REAL_CREDENTIALS = PROVIDER_IDS.flatMap((id) => [
	settingName(id, 'CLIENT_ID'),
	settingName(id, 'CLIENT_SECRET')
]);

type PracticeApp = { clientId: string; clientSecret: string; configId?: null };

/** The simulator's apps, for the logins that it pretends to be; no secret of anybody. */
export const PRACTICE_APPS: { [id in ProviderId]?: PracticeApp } = {
	instagram: {
		clientId: '990602627938098',
		clientSecret: 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
	},
	facebook: {
		clientId: '821604739125608',
		clientSecret: '0f9e8d7c6b5a49382716f5e4d3c2b1a0',
		configId: null
	}
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
