import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf, mediaFolder } from './media-folder.ts';
import type { NamedFile } from './picture-names.ts';

const DRAFT = '.draft';

export type MediaFiles = ReturnType<typeof mediaFiles>;

/**
 * The files of kept pictures, one folder per connection. Each is whole or not there: it is written
 * beside its place first. Which of them belong to something, the rows say.
 */
export function mediaFiles(dataDir: string) {
	return {
		/** @throws the error of the disk; what was written of these files until then no row names */
		async write(connectionId: string, files: NamedFile[]): Promise<void> {
			const folder = folderOf(dataDir, connectionId);
			await mkdir(mediaFolder(dataDir), { recursive: true, mode: 0o700 });
			await mkdir(folder, { recursive: true, mode: 0o700 });
			for (const { name, bytes } of files) {
				const draft = join(folder, name + DRAFT);
				try {
					await writeWhole(draft, bytes);
					await rename(draft, join(folder, name));
				} catch (error) {
					await rm(draft, { force: true }).catch(() => undefined);
					throw error;
				}
			}
		},

		/** Removes these files, and the folder once it is empty. */
		async remove(connectionId: string, names: string[]): Promise<void> {
			const folder = folderOf(dataDir, connectionId);
			for (const name of names) await rm(join(folder, name), { force: true });
			await rmdir(folder).catch(() => undefined);
		},

		async removeAll(connectionId: string): Promise<void> {
			await rm(folderOf(dataDir, connectionId), { recursive: true, force: true });
		},

		/** The files of each connection that has a folder. */
		async list(): Promise<Map<string, Set<string>>> {
			const folders = await entriesIn(mediaFolder(dataDir));
			const listed = new Map<string, Set<string>>();
			for (const folder of folders) {
				const names = await entriesIn(join(mediaFolder(dataDir), folder));
				listed.set(folder, new Set(names));
			}
			return listed;
		}
	};
}

async function entriesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : null;
		if (code === 'ENOENT' || code === 'ENOTDIR') return [];
		throw error;
	}
}

async function writeWhole(path: string, bytes: Uint8Array) {
	const file = await open(path, 'w', 0o600);
	try {
		await file.writeFile(bytes);
		await file.sync();
	} finally {
		await file.close();
	}
}
