import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The documents of an export, in the order in which they are put in place. */
export const DOCUMENTS = ['index.html', 'feed.rss', 'feed.json'] as const;
export type Documents = Record<(typeof DOCUMENTS)[number], string>;

/** What has this name is ours, and was left by an export that was cut off. */
const UNFINISHED = /^\.mooring-[\w.-]+\.tmp$/;

/** Writes a folder so that it is whole at any moment: what is there and the same stays untouched. */
export type ExportFolder = ReturnType<typeof exportFolder>;

export function exportFolder(folder: string, newName: () => string) {
	const pictures = join(folder, 'i');

	/** Written whole beside its place, under a name that nobody serves. */
	async function stage(where: string, content: string | Uint8Array) {
		const path = join(where, `.mooring-${newName()}.tmp`);
		await writeFile(path, content, { flag: 'wx' });
		return path;
	}

	return {
		/** Makes the folder where there is none, and takes away what a cut-off export left. */
		async prepare() {
			await mkdir(pictures, { recursive: true });
			for (const where of [folder, pictures]) {
				const left = (await readdir(where)).filter((name) => UNFINISHED.test(name));
				for (const name of left) await rm(join(where, name), { force: true });
			}
		},

		/** The pictures that are there, by their names. */
		pictures: () => readdir(pictures),

		hasPicture: async (file: string, size: number) => (await sizeOf(join(pictures, file))) === size,

		async addPicture(file: string, bytes: Uint8Array) {
			await rename(await stage(pictures, bytes), join(pictures, file));
		},

		async removePicture(file: string) {
			await rm(join(pictures, file), { force: true });
		},

		/** The document that is there; null: none. */
		document: (name: keyof Documents) => readIfThere(join(folder, name)),

		/**
		 * Puts the documents in place, one right after the other.
		 * @returns how many of them are others than before
		 */
		async putDocuments(documents: Documents): Promise<number> {
			const staged: { from: string; to: string }[] = [];
			for (const name of DOCUMENTS) {
				const to = join(folder, name);
				if (hashOf(await readIfThere(to)) === hashOf(documents[name])) continue;
				staged.push({ from: await stage(folder, documents[name]), to });
			}
			for (const { from, to } of staged) await rename(from, to);
			return staged.length;
		}
	};
}

const hashOf = (text: string | null) =>
	text === null ? null : createHash('sha256').update(text).digest('hex');

async function readIfThere(path: string): Promise<string | null> {
	return readFile(path, 'utf8').catch(nullIfGone);
}

async function sizeOf(path: string): Promise<number | null> {
	return stat(path).then(({ size }) => size, nullIfGone);
}

function nullIfGone(error: unknown): null {
	if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
	throw error;
}
