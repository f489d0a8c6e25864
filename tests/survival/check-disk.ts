import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_APP, DEFAULT_FACEBOOK_APP } from '../../simulator/apps.ts';
import type { Meta } from './meta.ts';

/** How the tokens of the two logins begin. */
const BEGINNINGS = ['IGAA', 'EAA'].map((text) => Buffer.from(text));
const SECRETS = [DEFAULT_APP.clientSecret, DEFAULT_FACEBOOK_APP.clientSecret];

/** @returns the file of a folder in which a secret stands in clear, backups counted; null: none */
export function secretIn(folder: string, meta: Meta): string | null {
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	const open = files.find((entry) => {
		const bytes = readFileSync(join(entry.parentPath, entry.name));
		return SECRETS.some((secret) => bytes.includes(secret)) || holdsToken(bytes, meta);
	});
	return open?.name ?? null;
}

/** The beginning of a token may stand in sealed text by chance; the whole of one may not. */
function holdsToken(bytes: Buffer, meta: Meta) {
	for (const beginning of BEGINNINGS)
		for (let at = bytes.indexOf(beginning); at >= 0; at = bytes.indexOf(beginning, at + 1))
			if (meta.hasGiven(bytes.toString('latin1', at, at + 24))) return true;
	return false;
}
