import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import { systemClock } from '../clock.ts';
import { IN_CALLBACK } from '../connections/arrival.ts';
import { pictureKeeper } from '../connections/picture-keeper.ts';
import { dropClaimCode } from '../creators/claim.ts';
import { makeSignInLink } from '../creators/sign-in-link.ts';
import { openInstance } from '../database/instance.ts';
import { databaseFile } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import { createLog } from '../log.ts';
import { instagram } from '../meta/instagram.ts';
import type { InstagramLogin, Profile } from '../meta/provider.ts';
import { dueAt, jitterOf } from '../renewal/policy.ts';
import type { Settings } from '../settings/settings.ts';
import { loadKeys } from '../vault/key-file.ts';
import { type TokenVault, tokenVault } from '../vault/token-vault.ts';
import { unlock } from '../vault/unlock.ts';
import { sentenceOf } from './import-refusal.ts';
import { keepImported } from './keep-imported.ts';
import { type Input, readToken } from './token-input.ts';

type Print = (line: string) => void;
type Imports = { db: Kysely<Schema>; vault: TokenVault; provider: InstagramLogin };

/**
 * `npm run mooring -- import-token`: reads the 60-day token that Meta's dashboard makes from
 * standard input, proves it by `/me`, and connects its account to the owner. It signs nobody in: its
 * last line is a sign-in link.
 */
export async function run(
	settings: Settings,
	args: string[],
	print: Print,
	input: Input = process.stdin
): Promise<number> {
	const refusal = refusalBefore(settings, args);
	if (refusal !== null || !settings.instagram) {
		print(refusal ?? NOT_CONFIGURED);
		return 1;
	}
	const provider = instagram({ settings: settings.instagram, addresses: settings.meta });
	const db = await openInstance(settings, Date.now());
	try {
		const vault = tokenVault(
			await unlock(db, loadKeys(settings, { mayCreate: false }), Date.now())
		);
		if (vault.isLocked) {
			print('Mooring is locked, and no token can be sealed: put the old key back first.');
			return 1;
		}
		if (input.isTTY) print(PASTE);
		const token = await readToken(input);
		if (token === null || !looksLikeToken(token)) {
			print(token === null ? NO_TOKEN : NO_SUCH_TOKEN);
			return 1;
		}
		return await importToken(settings, { db, vault, provider }, token, print);
	} finally {
		await db.destroy();
	}
}

const NOT_CONFIGURED =
	'Instagram Login is not set: set INSTAGRAM_CLIENT_ID and INSTAGRAM_CLIENT_SECRET first.';
const PASTE =
	'Paste the token that Meta made under Instagram › API setup with Instagram login › Generate token, and press Enter. It is not shown.';
const NO_SUCH_TOKEN = "That is no token: Meta's are one long word of letters and digits.";
const NO_TOKEN = 'No token came in: pipe it in, or paste it when asked.';

/** Meta promises no shape ("Access Tokens"), so that only what no token can be is refused. */
const looksLikeToken = (text: string) => /^[\x21-\x7e]{10,5000}$/.test(text);

/** What can be refused before a token is read. */
function refusalBefore(settings: Settings, args: string[]) {
	if (args.length > 0) {
		return 'A token is read from standard input only: what stands in a command is kept in its history, so make a new token at Meta.';
	}
	if (!settings.instagram) return NOT_CONFIGURED;
	if (!existsSync(databaseFile(settings.dataDir))) {
		return 'Start Mooring once first (npm start), then import the token.';
	}
	return null;
}

async function importToken(settings: Settings, deps: Imports, token: string, print: Print) {
	const { db, provider } = deps;
	const now = Date.now();
	try {
		const profile = await provider.readProfile(token, IN_CALLBACK, null);
		const plan = {
			dueAt: (due: Omit<Parameters<typeof dueAt>[0], 'refreshAfterDays'>) =>
				dueAt({ ...due, refreshAfterDays: settings.refreshAfterDays }),
			jitter: () => jitterOf(Math.random())
		};
		const connecting = { ...deps, clock: systemClock, plan, address: null };
		const imported = await keepImported(connecting, token, profile);
		if (imported.isClaim) dropClaimCode(settings.dataDir);
		await keepPicture(settings, db, imported);
		const link = await makeSignInLink(db, imported.creatorId, settings.origin, now);
		await audit(db, { kind: 'sign_in_link_made', at: now, creatorId: imported.creatorId });
		for (const line of doneLines(profile, imported.isClaim, link)) print(line);
		return 0;
	} catch (error) {
		print(sentenceOf(error));
		return 1;
	}
}

async function keepPicture(
	{ dataDir, meta }: Settings,
	db: Kysely<Schema>,
	{ connectionId, pictureUrl }: { connectionId: string; pictureUrl: string | null }
) {
	const keeper = pictureKeeper({ db, dataDir, addresses: meta, log: createLog('silent') });
	keeper.fetchLater(connectionId, pictureUrl);
	await keeper.stop();
}

const doneLines = ({ username }: Profile, isClaim: boolean, link: string) => [
	`@${username} is connected; its first renewal comes after 24 hours.`,
	...(isClaim ? [`@${username} owns this instance now.`] : []),
	'This link signs in once, within ten minutes:',
	link
];
