import { counted } from '../../format.ts';
import type { Manifest } from './manifest.ts';
import type { Restored } from './restore.ts';
import { triedSentence } from './try-tokens.ts';

/** "29 November 2026, 03:00 UTC". */
export const momentOf = (iso: string) =>
	`${new Date(iso)
		.toLocaleString('en-GB', {
			day: 'numeric',
			month: 'long',
			year: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
			timeZone: 'UTC'
		})
		.replace(' at ', ', ')} UTC`;

const sizeOf = (bytes: number) =>
	bytes < 1_000_000
		? `${String(Math.ceil(bytes / 1000))} kB`
		: `${(bytes / 1_000_000).toFixed(1)} MB`;

/** What a backup is and where. */
export function madeLines(
	{ tokens, withKey, withMedia }: Manifest,
	{ where, bytes }: { where: string; bytes: number }
): string[] {
	const media = withMedia ? ', the pictures of the feeds too' : '';
	return [
		`Backed up to ${where}: ${counted(tokens, 'sealed token')}${media}, ${sizeOf(bytes)}, encrypted to BACKUP_KEY.`,
		withKey
			? 'The key that opens the tokens is in it: whoever has this file and BACKUP_KEY has the tokens.'
			: 'The key that opens the tokens is not in it: keep secret.key or SECRET_KEY in another place.'
	];
}

/** What does not open, and what helps; nothing where all of it opens. */
export function closedLines({ closed, others }: Restored['tried']): string[] {
	const names = [...closed, ...others];
	if (names.length === 0) return [];
	return [
		`The key at hand does not open ${names.join(', ')}: put the key that sealed them into SECRET_KEY or secret.key, or connect anew.`
	];
}

export function restoredLines({ manifest, tried, before }: Restored, dataDir: string): string[] {
	const at = momentOf(manifest.madeAt);
	return [
		`Restored into ${dataDir} as it was on ${at}.`,
		triedSentence(tried),
		...closedLines(tried),
		`Deletions since ${at} are not in it: what was deleted, disconnected or revoked after that is there again, so do it once more.`,
		'Everybody signs in anew, and links and invitations that were open have ended.',
		...(before === null ? [] : [`What was there before is kept in ${before}.`]),
		'Start Mooring now (npm start): its first look renews what is due.'
	];
}
