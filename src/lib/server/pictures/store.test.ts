import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pictureStore } from './store.ts';

const bytes = (start: string, length = 64) => {
	const picture = new Uint8Array(length);
	picture.set(Buffer.from(start, 'latin1'));
	return picture;
};
const JPEG = bytes('\xff\xd8\xff\xe0');
const PNG = bytes('\x89PNG\r\n\x1a\n');

describe('the store', () => {
	const ID = '0f8b7c1e-3a52-4d4e-9b1a-6f0c2d3e4f50';
	let dataDir = '';

	beforeEach(async () => {
		dataDir = await mkdtemp(join(tmpdir(), 'mooring-pictures-'));
	});
	afterEach(() => rm(dataDir, { recursive: true }));

	test('keeps, replaces, removes', async () => {
		const store = pictureStore(dataDir);
		expect(await store.read(ID)).toBeNull();
		await store.save(ID, JPEG);
		await store.save(ID, PNG);
		expect(await store.read(ID)).toEqual(PNG);
		expect(await readdir(join(dataDir, 'pictures'))).toEqual([ID]);
		await store.remove(ID);
		await store.remove(ID);
		expect(await store.read(ID)).toBeNull();
	});

	test('drops what belongs to no connection, drafts too', async () => {
		const store = pictureStore(dataDir);
		const none = () => Promise.resolve(new Set<string>());
		await store.dropOthers(none);
		const gone = ID.replace('0f8b', 'ffff');
		await store.save(ID, PNG);
		await store.save(gone, JPEG);
		for (const id of [ID, gone]) await writeFile(join(dataDir, 'pictures', `${id}.x.draft`), PNG);
		await store.dropOthers(() => Promise.resolve(new Set([ID])));
		expect((await readdir(join(dataDir, 'pictures'))).sort()).toEqual([ID, `${ID}.x.draft`]);
		await store.dropOthers(none);
		expect(await readdir(join(dataDir, 'pictures'))).toEqual([]);
	});

	test('for nobody but the owner of the process', async () => {
		await pictureStore(dataDir).save(ID, PNG);
		const mode = async (path: string) => (await stat(path)).mode & 0o777;
		expect(await mode(join(dataDir, 'pictures'))).toBe(0o700);
		expect(await mode(join(dataDir, 'pictures', ID))).toBe(0o600);
	});

	test('a save that fails leaves nothing', async () => {
		const store = pictureStore(dataDir);
		await store.save(ID, PNG);
		const notBytes = { length: 1 } as unknown as Uint8Array;
		await expect(store.save(ID, notBytes)).rejects.toThrow();
		expect(await store.read(ID)).toEqual(PNG);
		expect(await readdir(join(dataDir, 'pictures'))).toEqual([ID]);
	});

	test.each(['', '..', '../x', `../${ID}`, `${ID}/..`, `${ID}\n`, ID.toUpperCase(), 'a'])(
		'refuses %j',
		async (id) => {
			const store = pictureStore(dataDir);
			await expect(store.save(id, PNG)).rejects.toThrow(RangeError);
			await expect(store.read(id)).rejects.toThrow(RangeError);
			await expect(store.remove(id)).rejects.toThrow(RangeError);
			expect(await readdir(dataDir)).toEqual([]);
		}
	);
});
