import type { LevelWithSilent } from 'pino';

/** Everything that the environment says, checked. The only reader of the environment. */
export type Settings = {
	/** The public address: links, cookie rules, the CSRF rule and the Host check come from it alone. */
	origin: URL;
	host: string;
	port: number;
	dataDir: string;
	instagram: LoginSettings | null;
	facebook: (LoginSettings & { configId: string | null }) | null;
	meta: MetaAddresses;
	/** Master keys, newest first; null: the key file decides. */
	secretKeys: { id: string; key: Buffer }[] | null;
	/** null: made once and kept in the data folder. */
	claimCode: string | null;
	refreshAfterDays: number;
	practice: { simulatorPort: number } | null;
	logLevel: LevelWithSilent;
	/** The header that names the client behind a proxy, lower case, and how many proxies to trust. */
	addressHeader: string | null;
	xffDepth: number;
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
