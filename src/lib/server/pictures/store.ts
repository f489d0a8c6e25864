import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { seconds } from '../clock.ts';
import { readLimited } from '../meta/request.ts';

/** For everything, the last byte included. */
const TIMEOUT_MS = seconds(5);
const MAX_BYTES = 5_000_000;

export type Picture = {
	bytes: Uint8Array;
	type: 'image/jpeg' | 'image/png' | 'image/webp';
	/** A text that changes with the bytes. */
	version: string;
};

/**
 * Fetches an account's picture from Meta's hosts, once. Meta's links end within days, and asking
 * them from the browser would tell Meta who looks.
 * @returns null for any other host, kind of file or answer: a picture is never worth an error
 */
export async function fetchPicture(
	url: string,
	{ hosts, fetch = globalThis.fetch }: { hosts: readonly string[]; fetch?: typeof globalThis.fetch }
): Promise<Picture | null> {
	const address = URL.canParse(url) ? new URL(url) : null;
	if (address === null || !isMetas(address, hosts)) return null;
	const bytes = await receive(address, fetch).catch(() => null);
	const type = bytes && typeOf(bytes);
	if (bytes === null || type === null) return null;
	const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
	return { bytes, type, version };
}

/** Meta's picture hosts by https, and what is configured in their place, scheme and port included. */
function isMetas(url: URL, hosts: readonly string[]): boolean {
	if (url.username !== '' || url.password !== '') return false;
	if (hosts.some((address) => new URL(address).origin === url.origin)) return true;
	return (
		url.protocol === 'https:' &&
		url.port === '' &&
		/\.(cdninstagram\.com|fbcdn\.net)$/.test(url.hostname)
	);
}

async function receive(url: URL, fetch: typeof globalThis.fetch) {
	const response = await fetch(url, {
		headers: { 'accept-encoding': 'identity', 'user-agent': 'Mooring' },
		redirect: 'manual',
		signal: AbortSignal.timeout(TIMEOUT_MS)
	});
	if (response.status === 200) return readLimited(response, MAX_BYTES);
	await response.body?.cancel();
	return null;
}

/** By the first bytes alone: what the answer calls itself may be a lie, and SVG can hold scripts. */
function typeOf(bytes: Uint8Array): Picture['type'] | null {
	const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
	if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
	if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
	if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'image/webp';
	return null;
}

export type PictureStore = ReturnType<typeof pictureStore>;

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
