import type { Kysely } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import { IN_CALLBACK } from '../authorization/instagram-consent.ts';
import { systemClock } from '../clock.ts';
import { dueAt, jitterOf } from '../connections/due-dates.ts';
import { dropClaimCode } from '../creators/claim.ts';
import { makeSignInLink } from '../creators/sign-in-link.ts';
import { openInstance } from '../database/open-instance.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { databaseFile } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { causeOf, CouldNotSend, MetaRefused, UnexpectedAnswer } from '../meta/errors.ts';
import { metaAppsInUse } from '../meta-apps/in-use.ts';
import type { OneAccountLogin, Profile } from '../meta/provider.ts';
import { pictureKeeper } from '../pictures/fetch-later.ts';
import { CAUSES } from '../problems/causes.ts';
import { allHosts } from '../settings/addresses.ts';
import type { Settings } from '../settings/settings.ts';
import { loadKeys } from '../vault/key-file.ts';
import { openVault } from '../vault/open-vault.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { keepImported } from './keep-imported.ts';
import { type Input, readToken } from './token-input.ts';
import type { Print } from './terminal.ts';

type Imports = { db: Kysely<Schema>; vault: TokenVault; provider: OneAccountLogin };

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
	if (refusal !== null) {
		print(refusal);
		return 1;
	}
	const db = await openInstance(settings, Date.now());
	try {
		const masters = loadKeys(settings, { mayCreate: false });
		const { vault } = await openVault(db, settings, masters, Date.now());
		if (vault.isLocked) {
			print('Mooring is locked, and no token can be sealed: put the old key back first.');
			return 1;
		}
		const { instagram: provider } = (await metaAppsInUse({ db, vault, environment: settings }))
			.providers;
		if (!provider) {
			print(NOT_CONFIGURED);
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
	'Instagram Login is not set: type id and secret into Setup, or here: npm run mooring -- configure.';
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
	if (!hasDatabase(databaseFile(settings.dataDir))) {
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
	const keeper = pictureKeeper({ db, dataDir, hosts: allHosts(meta), log: createLog('silent') });
	keeper.fetchLater(connectionId, pictureUrl);
	await keeper.stop();
}

const doneLines = ({ username }: Profile, isClaim: boolean, link: string) => [
	`@${username} is connected; its first renewal comes after 24 hours.`,
	...(isClaim ? [`@${username} owns this instance now.`] : []),
	'This link signs in once, within ten minutes:',
	link
];

/** One sentence for everything that Meta or Mooring may say; never one that quotes the token. */
export function sentenceOf(error: unknown): string {
	if (error instanceof AppError) return error.message;
	const isOfMeta = [CouldNotSend, MetaRefused, UnexpectedAnswer].some(
		(one) => error instanceof one
	);
	if (!isOfMeta) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
		return `Something went wrong in Mooring (${code}); run npm run mooring -- doctor.`;
	}
	const cause = causeOf(error);
	if (CAUSES[cause].category === 'app' && cause !== 'not_a_tester') {
		return `Nothing was stored: ${CAUSES[cause].activity}.`;
	}
	switch (cause) {
		case 'unreachable':
		case 'meta_down':
			return 'Meta did not answer; nothing was stored. Try again in a minute.';
		case 'throttled':
			return 'Meta asked us to slow down; nothing was stored. Try again in some minutes.';
		case 'not_a_tester':
			return 'Meta refuses this account for your app: accept its tester invitation first; nothing was stored.';
		case 'unexpected':
			return 'Meta answered with something odd; nothing was stored.';
		default:
			return 'Meta does not accept this token: it may be cut off, ended, or not of Instagram Login; nothing was stored.';
	}
}
