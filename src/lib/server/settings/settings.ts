import type { LevelWithSilent } from 'pino';
import type { ProviderId } from '../../view.ts';
import { metaAddresses } from './addresses.ts';
import { type Environment, environment } from './environment.ts';
import { facebookLogin, instagramLogin } from './login.ts';
import { listening, logLevel, refreshAfterDays } from './numbers.ts';
import { publicOrigin } from './origin.ts';
import { dataDir, practiceMode } from './practice.ts';
import { checkUnusedYet, claimCode, previousSecrets, secretKeys } from './secrets.ts';

/** Everything that the environment says, checked. The only reader of the environment. */
export type Settings = {
	/** The public address: links, cookie rules, the CSRF rule and the Host check come from it alone. */
	origin: URL;
	host: string;
	port: number;
	dataDir: string;
	instagram: LoginSettings | null;
	facebook: (LoginSettings & { configId: string | null }) | null;
	/** Client secrets that were replaced, still accepted for Meta's signatures. */
	previousSecrets: Record<ProviderId, string | null>;
	meta: MetaAddresses;
	/** Master keys, newest first; null: the key file decides. */
	secretKeys: { id: string; key: Buffer }[] | null;
	/** The files that secrets came from, by the `NAME_FILE` that names each. */
	secretFiles: { name: string; path: string }[];
	/** null: made once and kept in the data folder. */
	claimCode: string | null;
	refreshAfterDays: number;
	practice: { simulatorPort: number } | null;
	logLevel: LevelWithSilent;
	/** The header that names the client behind a proxy, lower case, and how many proxies to trust. */
	addressHeader: string | null;
	xffDepth: number;
	/** False where NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pass for Meta. */
	checksCertificates: boolean;
	/** Sentences for every page and the log, e.g. plain http on a LAN, or addresses other than Meta's. */
	notices: string[];
};

export type LoginSettings = {
	clientId: string;
	clientSecret: string;
	/** Sent byte for byte. */
	redirectUri: string;
	/** False where the browser cannot come back by itself: connecting goes through the paste page. */
	redirectIsOnOrigin: boolean;
};

export type MetaAddresses = {
	graphVersion: string;
	instagramWebUrl: string;
	instagramApiUrl: string;
	instagramGraphUrl: string;
	facebookWebUrl: string;
	facebookGraphUrl: string;
};

/** Every setting that cannot work, one sentence each, none with a value in it. */
export class SettingsError extends Error {
	readonly problems: string[];

	constructor(problems: string[]) {
		super(['These settings cannot work:', ...problems.map((line) => `  - ${line}`)].join('\n'));
		this.name = 'SettingsError';
		this.problems = problems;
	}
}

/** RFC 9700, section 4.4.2.2: answers of two servers must not arrive at one address. */
function checkRedirects(source: Environment, { instagram, facebook }: Settings) {
	if (!instagram || instagram.redirectUri !== facebook?.redirectUri) return;
	source.problem(
		'INSTAGRAM_REDIRECT_URI and FACEBOOK_REDIRECT_URI are the same; each login needs its own.'
	);
}

/**
 * Reads and checks the environment.
 * @throws SettingsError with everything that is wrong, and how to mend it
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
	const source = environment(env);
	const practice = practiceMode(source);
	const origin = publicOrigin(source, practice);
	const meta = metaAddresses(source, practice);
	const settings: Settings = {
		origin: origin.url,
		...listening(source, origin.url, practice),
		dataDir: dataDir(source, practice),
		instagram: instagramLogin(source, origin, practice),
		facebook: facebookLogin(source, origin, practice),
		previousSecrets: previousSecrets(source),
		meta: meta.addresses,
		secretKeys: secretKeys(source),
		claimCode: claimCode(source),
		refreshAfterDays: refreshAfterDays(source),
		practice,
		logLevel: logLevel(source),
		checksCertificates: env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0',
		secretFiles: source.secretFiles,
		notices: [...origin.notices, ...meta.notices]
	};
	checkUnusedYet(source);
	checkRedirects(source, settings);
	if (source.problems.length > 0) throw new SettingsError(source.problems);
	return settings;
}
