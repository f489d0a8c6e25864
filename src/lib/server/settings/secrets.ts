import { PROVIDER_IDS, type ProviderId, settingName } from '../../logins.ts';
import type { Environment } from './environment.ts';
import { type MasterKey, readMasterKeys } from './secret-key.ts';

/** Master keys, newest first; null where the key file decides. */
export function secretKeys(source: Environment): MasterKey[] | null {
	const text = source.secret('SECRET_KEY');
	if (text === undefined) return null;
	const { keys, problems } = readMasterKeys(text.trim());
	for (const problem of problems) {
		source.problem(
			`SECRET_KEY ${problem}; it takes 32 random bytes in base64, as \`openssl rand -base64 32\` prints them.`
		);
	}
	return keys;
}

/** What a claim code looks like, be it set or kept in its file. */
export const CLAIM_CODE = /^[A-Za-z0-9_-]{20,128}$/;

export function claimCode(source: Environment) {
	const code = source.secret('CLAIM_CODE');
	if (code === undefined) return null;
	if (!CLAIM_CODE.test(code)) {
		source.problem('CLAIM_CODE must be 20 to 128 letters, digits, - or _.');
	}
	return code;
}

/** Client secrets that were replaced at Meta: what was signed with them still counts. */
export const previousSecrets = (source: Environment): PreviousSecrets =>
	Object.fromEntries(
		PROVIDER_IDS.map((id) => [id, source.secret(settingName(id, 'CLIENT_SECRET_PREVIOUS')) ?? null])
	);

export type PreviousSecrets = { [id in ProviderId]?: string | null };

/** So long that nobody guesses it, and such that it can stand in a header. */
const METRICS_TOKEN = /^[\x21-\x7e]{16,}$/;

/** What opens `/metrics`; null: nobody does. */
export function metricsToken(source: Environment) {
	const token = source.secret('METRICS_TOKEN')?.trim();
	if (token === undefined) return null;
	if (!METRICS_TOKEN.test(token)) {
		source.problem(
			'METRICS_TOKEN must be at least 16 letters, digits or signs, without blanks; `openssl rand -base64 32` makes one.'
		);
	}
	return token;
}

/** Variables that other programs read: what cannot work is refused all the same. */
export function checkOfOthers(source: Environment) {
	source.text('CHROMIUM_PATH');
}
