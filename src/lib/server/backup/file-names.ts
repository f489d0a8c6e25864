import { minutes } from '../clock.ts';

/** `mooring-2026-11-29T0300Z.age`: a backup in the folder of backups, by the minute it was made (UTC). */
export const backupName = (at: number) =>
	`mooring-${new Date(at).toISOString().slice(0, 16).replace(':', '')}Z.age`;

const NAME = /^mooring-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)Z\.age$/;

/** When a backup of that name was made, in milliseconds; null: no name of ours. */
export function madeAt(name: string): number | null {
	const [, day, hour, minute] = NAME.exec(name) ?? [];
	const at = day ? Date.parse(`${day}T${hour ?? ''}:${minute ?? ''}Z`) : NaN;
	return Number.isNaN(at) ? null : at;
}

/** What a draft is called until it is whole; one that was left by a kill is older than this. */
export const DRAFT = /^mooring-[\dTZ-]+\.age\.[0-9a-f]{12}\.draft$/;
export const DRAFT_LIFE = minutes(60);
