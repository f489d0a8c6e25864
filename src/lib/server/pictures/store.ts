import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Our own copies, one file per connection: DATA_DIR/pictures/ID. Refuses what is no UUID. */
export function pictureStore(dataDir: string) {
	const folder = join(dataDir, 'pictures');
	return {
		/** Whole or not at all: a reader sees the old picture or the new one. */
		async save(connectionId: string, bytes: Uint8Array): Promise<void> {
			const path = pathOf(folder, connectionId);
			await mkdir(folder, { recursive: true, mode: 0o700 });
			const draft = `${path}.${randomUUID()}.draft`;
			try {
				await write(draft, bytes);
				await rename(draft, path);
			} catch (error) {
				await rm(draft, { force: true });
				throw error;
			}
		},

		/** @returns null where there is none */
		async read(connectionId: string): Promise<Uint8Array<ArrayBuffer> | null> {
			try {
				return new Uint8Array(await readFile(pathOf(folder, connectionId)));
			} catch (error) {
				if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
				throw error;
			}
		},

		async remove(connectionId: string): Promise<void> {
			await rm(pathOf(folder, connectionId), { force: true });
		},

		/** Removes what belongs to none of the connections that there are, drafts included. */
		async dropOthers(connectionIds: () => Promise<Set<string>>): Promise<void> {
			const names = await namesIn(folder);
			// Asked after the look into the folder: a connection is there before its picture.
			const kept = await connectionIds();
			for (const name of names) {
				const [connectionId = ''] = name.split('.');
				if (!kept.has(connectionId)) await rm(join(folder, name), { force: true });
			}
		}
	};
}

async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
		throw error;
	}
}

function pathOf(folder: string, connectionId: string): string {
	if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(connectionId)) {
		throw new RangeError('A picture is kept under the id of a connection only');
	}
	return join(folder, connectionId);
}

async function write(path: string, bytes: Uint8Array) {
	const file = await open(path, 'wx', 0o600);
	try {
		await file.writeFile(bytes);
		await file.sync();
	} finally {
		await file.close();
	}
}
