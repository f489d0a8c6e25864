import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { counted } from '../../format.ts';
import { teller } from '../alerts/tell.ts';
import { lockInstance } from '../database/instance-lock.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import { findLost, giveUpLost, isStrange, type Lost } from '../rotation/give-up.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import type { Settings } from '../settings/settings.ts';
import { keyFile, loadKeys, readKeyFile } from '../vault/key-file.ts';
import type { Print } from './terminal.ts';

/**
 * `npm run mooring -- accept-new-key`: goes on with the key at hand beside a database that another one
 * sealed, and gives up what does not open; where there is no key, it makes one. Asks twice in the
 * terminal, unless `--yes` stands there. For a server that is stopped.
 */
export async function run(
	settings: Settings,
	args: string[],
	print: Print,
	input: Readable = process.stdin
): Promise<number> {
	if (args.some((arg) => arg !== '--yes')) {
		print('npm run mooring -- accept-new-key [--yes]');
		return 2;
	}
	if (!hasDatabase(databaseFile(settings.dataDir))) {
		print('There is no database that an old key could have sealed; start Mooring: npm start.');
		return 1;
	}
	const lock = lockInstance(settings.dataDir);
	try {
		const db = await openInstance(settings, Date.now());
		try {
			return await accept(db, settings, { print, input, isAnswered: args.includes('--yes') });
		} finally {
			await db.destroy();
		}
	} finally {
		lock.release();
	}
}

async function accept(
	db: Kysely<Schema>,
	settings: Settings,
	{ print, input, isAnswered }: { print: Print; input: Readable; isAnswered: boolean }
): Promise<number> {
	const atHand = settings.secretKeys ?? readKeyFile(keyFile(settings.dataDir));
	const lost = await findLost(db, atLeastOne(atHand));
	const isFitting = atHand !== null && !(await isStrange(db, atHand));
	if (isFitting && countAll(lost) === 0) {
		print('The key at hand opens everything that is sealed here; nothing was changed.');
		return 0;
	}
	if (!isAnswered && !(await isSure(lost, input, print))) {
		print('Nothing was changed.');
		return 1;
	}
	const masters = atLeastOne(loadKeys(settings, { mayCreate: true }));
	const { origin, practice } = settings;
	const at = () => ({ now: Date.now(), isLocked: false, origin, isPractice: practice !== null });
	const given = await giveUpLost(db, masters, { tell: teller(at), now: Date.now() });
	print(doneSentence(given));
	return 0;
}

/** Without a key nothing opens: one that sealed nothing says so of everything. */
function atLeastOne(masters: readonly MasterKey[] | null): [MasterKey, ...MasterKey[]] {
	const [first = { id: '1', key: randomBytes(32) }, ...older] = masters ?? [];
	return [first, ...older];
}

const countAll = ({ connections, previous, others }: Lost) =>
	connections.length + previous.length + others.length;

/** Asked twice: what is given up cannot be had back, and the old key may yet be found. */
async function isSure(lost: Lost, input: Readable, print: Print): Promise<boolean> {
	const questions = [
		`The key at hand does not open ${counted(lost.connections.length, 'connection')} and ${counted(lost.others.length, 'other sealed text')}. If the old key may still be found, stop here. Type yes to give them up:`,
		'What is given up is erased, and even the old key brings it back no more. Type yes once more:'
	];
	const lines = createInterface({ input });
	const answers = lines[Symbol.asyncIterator]();
	try {
		for (const question of questions) {
			print(question);
			const { value } = await answers.next();
			if (value?.trim().toLowerCase() !== 'yes') return false;
		}
		return true;
	} finally {
		lines.close();
	}
}

function doneSentence({ connections, others }: Lost): string {
	const ended = `${counted(connections.length, 'connection')} ${connections.length === 1 ? 'has' : 'have'} to be connected anew`;
	const channels = others.filter((place) => 'channelId' in place).length;
	const apps = others.filter((place) => 'metaAppOf' in place).length;
	const more = [
		...(channels > 0
			? [`${counted(channels, 'channel')} for alerts ${channels === 1 ? 'is' : 'are'} off`]
			: []),
		...(apps > 0 ? ['id and secret of the Meta app are asked again in Setup'] : [])
	];
	return `The key at hand is accepted: ${[ended, ...more].join(', ')}. Start Mooring: npm start.`;
}
