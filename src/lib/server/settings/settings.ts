import type { LevelWithSilent } from 'pino';
import { PROVIDER_IDS, settingName } from '../../logins.ts';
import { metaAddresses, type MetaAddresses } from './addresses.ts';
import { backupSettings, type BackupSettings } from './backup.ts';
import { environment, type Environment } from './environment.ts';
import { type Logins, readLogins, readRedirects, type Redirects } from './login.ts';
import { type MailSettings, mailSettings } from './mail.ts';
import { misspelt } from './misspelt.ts';
import {
	feedEveryMinutes,
	listening,
	logLevel,
	mediaMaxBytes,
	refreshAfterDays
} from './numbers.ts';
import { publicOrigin } from './origin.ts';
import { heartbeatUrl, type Operator, operator, outgoingPrivateHosts } from './outgoing.ts';
import { outgoingProxy } from './outgoing-proxy.ts';
import { dataDir, practiceMode } from './practice.ts';
import type { MasterKey } from './secret-key.ts';
import { toolsOrigins } from './tools-origins.ts';
import {
	checkOfOthers,
	claimCode,
	metricsToken,
	type PreviousSecrets,
	previousSecrets,
	secretKeys
} from './secrets.ts';

/** Everything that the environment says, checked. The only reader of the environment. */
export type Settings = Logins & {
	/** The public address: links, cookie rules, the CSRF rule and the Host check come from it alone. */
	origin: URL;
	/** Where programs may ask too; see tools-origins.ts. */
	toolsOrigins: URL[];
	host: string;
	port: number;
	dataDir: string;
	/** Where Meta leads back to, for logins without an app too. */
	redirects: Redirects;
	/** Client secrets that were replaced, still accepted for Meta's signatures. */
	previousSecrets: PreviousSecrets;
	meta: MetaAddresses;
	/** Master keys, newest first; null: the key file decides. */
	secretKeys: MasterKey[] | null;
	/** The files that secrets came from, by the `NAME_FILE` that names each. */
	secretFiles: { name: string; path: string }[];
	/** null: made once and kept in the data folder. */
	claimCode: string | null;
	refreshAfterDays: number;
	/** How often posts are looked for. */
	feedEveryMinutes: number;
	/** How much all kept pictures of posts may take, in bytes. */
	mediaMaxBytes: number;
	/** null: alerts go by other ways. */
	mail: MailSettings | null;
	/** Asked every few minutes while all is well; null: nobody waits for that. */
	heartbeatUrl: URL | null;
	/** Hosts that alerts may go to though they are private, `host` or `host:port`. */
	outgoingPrivateHosts: string[];
	operator: Operator;
	/** What opens `/metrics`; null: there is no such address. */
	metricsToken: string | null;
	backup: BackupSettings;
	practice: { simulatorPort: number } | null;
	logLevel: LevelWithSilent;
	/** False where nobody set LOG_LEVEL: a terminal is then spared a line for each request. */
	isLogLevelSet: boolean;
	/** The header that names the client behind a proxy, lower case, and how many proxies to trust. */
	addressHeader: string | null;
	xffDepth: number;
	/** The proxy that calls to Meta go through, as host and port. */
	outgoingProxy: string | null;
	/** False where NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pass for Meta. */
	checksCertificates: boolean;
	/** Sentences for every page and the log, e.g. plain http on a LAN, or addresses other than Meta's. */
	notices: string[];
	/** Sentences for the log and the setup page on variables that may be misspelt. */
	hints: string[];
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
function checkRedirects(source: Environment, logins: Logins) {
	PROVIDER_IDS.forEach((id, at) => {
		const address = logins[id]?.redirectUri;
		const twin = PROVIDER_IDS.slice(at + 1).find((other) => logins[other]?.redirectUri === address);
		if (address === undefined || twin === undefined) return;
		const names = [id, twin].map((login) => settingName(login, 'REDIRECT_URI'));
		source.problem(`${names.join(' and ')} are the same; each login needs its own.`);
	});
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
	const folder = dataDir(source, practice);
	const settings: Settings = {
		origin: origin.url,
		toolsOrigins: toolsOrigins(source),
		...listening(source, origin.url, practice),
		dataDir: folder,
		...readLogins(source, origin, practice),
		redirects: readRedirects(source, origin),
		previousSecrets: previousSecrets(source),
		meta: meta.addresses,
		secretKeys: secretKeys(source),
		claimCode: claimCode(source),
		refreshAfterDays: refreshAfterDays(source),
		feedEveryMinutes: feedEveryMinutes(source),
		mediaMaxBytes: mediaMaxBytes(source),
		mail: mailSettings(source),
		heartbeatUrl: heartbeatUrl(source),
		outgoingPrivateHosts: outgoingPrivateHosts(source),
		operator: operator(source),
		metricsToken: metricsToken(source),
		backup: backupSettings(source, folder, practice),
		practice,
		logLevel: logLevel(source),
		isLogLevelSet: source.isSet('LOG_LEVEL'),
		outgoingProxy: outgoingProxy(source),
		checksCertificates: env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0',
		secretFiles: source.secretFiles,
		notices: [...origin.notices, ...meta.notices],
		hints: []
	};
	checkOfOthers(source);
	checkRedirects(source, settings);
	const hints = misspelt(
		Object.keys(env).filter((name) => source.isSet(name)),
		source.known
	);
	if (source.problems.length > 0) throw new SettingsError([...source.problems, ...hints]);
	return { ...settings, hints };
}
