import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Which of these secrets stand in a text, as they are or as a URL would carry them. */
export const leaksIn = (text: string, secrets: string[]) =>
	secrets.filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)));

/** Every file below a folder that holds one of these secrets, the key files themselves excepted. */
export function leaksOnDisk(folder: string, secrets: string[]): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
		const path = join(folder, name);
		if (!statSync(path).isFile()) return false;
		return leaksIn(readFileSync(path).toString('latin1'), secrets).length > 0;
	});
}
