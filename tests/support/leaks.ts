import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Which of these secrets stand in a text, as they are or as a URL would carry them. */
export const leaksIn = (text: string, secrets: string[]) =>
	secrets.filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)));

/** Every file below a folder that holds one of these secrets. */
export const leaksOnDisk = (folder: string, secrets: string[]): string[] =>
	filesIn(folder)
		.filter(({ bytes }) => leaksIn(bytes.toString('latin1'), secrets).length > 0)
		.map(({ name }) => name);

/** Every file below a folder; one that is gone again before it is read was a draft. */
export function filesIn(folder: string) {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
		try {
			const path = join(folder, name);
			const { mode } = statSync(path);
			return [
				{ name, mode, bytes: statSync(path).isFile() ? readFileSync(path) : Buffer.alloc(0) }
			];
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
			throw error;
		}
	});
}
