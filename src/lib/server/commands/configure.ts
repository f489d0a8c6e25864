import { DEFAULT_LOGIN, isProviderId, LOGINS, PROVIDER_IDS } from '../../logins.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import { readTyped, verdictSentence } from '../meta-apps/judge-typed.ts';
import { keepTyped, tryTyped } from '../meta-apps/save.ts';
import type { Settings } from '../settings/settings.ts';
import { loadKeys } from '../vault/key-file.ts';
import { openVault } from '../vault/open-vault.ts';
import { type Input, readAnswers } from './token-input.ts';

/**
 * `npm run mooring -- configure [login]`: the form of the page Setup in a terminal, or by a pipe with
 * a line for each value. Beside a running server too, which takes it up within 20 seconds.
 */
export async function run(
	settings: Settings,
	[name = DEFAULT_LOGIN]: string[],
	print: (line: string) => void,
	input: Input = process.stdin
): Promise<number> {
	if (!isProviderId(name)) {
		print(`There is no such login; it is one of ${PROVIDER_IDS.join(', ')}.`);
		return 1;
	}
	const refusal = refusalBefore(settings, name);
	if (refusal) {
		print(refusal);
		return 1;
	}
	const { app, hasConfiguration } = LOGINS[name];
	const questions = [
		`The ${app.of} app id, from ${app.where}; nothing of what you type is shown:`,
		`The ${app.of} app secret:`,
		...(hasConfiguration ? ['The id of its configuration, or nothing:'] : [])
	];
	const [clientId = '', clientSecret = '', configId = ''] = await readAnswers(
		input,
		questions,
		print
	);
	const typed = readTyped(name, (field) => ({ clientId, clientSecret, configId })[field]);
	// As at a start, the key comes before the database.
	const keys = loadKeys(settings, { mayCreate: !hasDatabase(databaseFile(settings.dataDir)) });
	const db = await openInstance(settings, Date.now());
	try {
		const { vault } = await openVault(db, settings, keys, Date.now());
		if (vault.isLocked) {
			print('Mooring is locked, and nothing can be sealed: put the old key back first.');
			return 1;
		}
		const judged = await tryTyped(settings, name, typed);
		if (judged.fault) {
			print(judged.fault.sentence);
			return 1;
		}
		const by = { creatorId: null, address: null, now: Date.now() };
		await keepTyped({ db, vault }, name, typed, judged.tried, by);
		print(verdictSentence(name, judged.tried));
		print('Saved. A Mooring that runs takes it up within 20 seconds.');
		return 0;
	} finally {
		await db.destroy();
	}
}

function refusalBefore(settings: Settings, name: (typeof PROVIDER_IDS)[number]) {
	if (settings.practice) return 'Practice mode brings its own app; there is nothing to configure.';
	if (!settings[name]) return null;
	return `${LOGINS[name].name} is set in the environment, which counts before what is typed here; take it out there first.`;
}
