import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { unpackTar } from 'modern-tar';
import { attemptWorld, type AttemptWorld } from '../../../../tests/support/attempt-world.ts';
import {
	creatorCount,
	markedCreator,
	type Marks
} from '../../../../tests/support/own-data-world.ts';
import { folderOf } from '../content/media-folder.ts';
import { pictureStore } from '../pictures/store.ts';
import { ownDataArchive } from './archive.ts';
import { COLUMNS_THAT_STAY, LEAVES, TABLES_THAT_STAY } from './tables.ts';

const NOW = Date.UTC(2027, 4, 31);
const FACE = Buffer.from('the face of the pier');
const FILE = `${'ab'.repeat(16)}-1440.jpg`;
let world: AttemptWorld;
let marks: Marks;
beforeEach(async () => {
	world = attemptWorld();
	await world.claim();
	marks = await markedCreator(world);
});
afterEach(() => world.close());

const archive = (creatorId = marks.creatorId) =>
	ownDataArchive(
		{ db: world.db, dataDir: world.folder, origin: new URL('https://mooring.test') },
		creatorId,
		NOW
	);
async function unpacked() {
	const entries = await unpackTar(archive());
	const text = Buffer.from(entries.find(({ header }) => header.name === 'export.json')?.data ?? []);
	return { entries, text: text.toString(), json: JSON.parse(text.toString()) as unknown };
}

describe('the tables of an export', () => {
	it('decide about every column that the database has', async () => {
		const columns = await sql<{ table: string; column: string }>`
			SELECT m.name AS "table", c.name AS "column" FROM sqlite_master AS m, pragma_table_info(m.name) AS c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`.execute(world.db);
		const camel = (name: string) => name.replace(/_(\w)/g, (_, sign: string) => sign.toUpperCase());
		const undecided = columns.rows.filter(({ table, column }) => {
			const [of, name] = [camel(table), camel(column)];
			if (Object.hasOwn(TABLES_THAT_STAY, of)) return false;
			const leaves = (LEAVES as Record<string, readonly string[]>)[of] ?? [];
			const stays = (COLUMNS_THAT_STAY as Record<string, object>)[of] ?? {};
			return Number(leaves.includes(name)) + Number(Object.hasOwn(stays, name)) !== 1;
		});
		expect(undecided).toEqual([]);
	});

	it('bring what leaves into it, and nothing of what stays', async () => {
		const { text } = await unpacked();
		expect(marks.leaving.length).toBeGreaterThan(100);
		expect(marks.leaving.filter(({ seen }) => !text.includes(seen))).toEqual([]);
		expect(marks.staying.length).toBeGreaterThan(20);
		expect(marks.staying.filter(({ seen }) => text.includes(seen))).toEqual([]);
	});
});

describe('an export', () => {
	it('is a document that says what it is', async () => {
		const { json, text } = await unpacked();
		expect(json).toMatchObject({
			format: 'mooring-export',
			version: 1,
			madeAt: '2027-05-31T00:00:00.000Z',
			origin: 'https://mooring.test',
			creator: { id: marks.creatorId, isOwner: false }
		});
		// A moment that was forgotten would be a number of thirteen digits.
		expect(text.match(/[:[]\d{13}\b/)).toBeNull();
	});

	it('has nothing of anybody else', async () => {
		const { text } = await unpacked();
		expect(text).not.toContain('ada.draws');
		expect(text).not.toContain('IGAA');
		expect(await creatorCount(world.db)).toBe(2);
	});

	it('brings the pictures of accounts and posts, and names the files', async () => {
		await pictureStore(world.folder).save(marks.connectionId, FACE);
		const folder = folderOf(world.folder, marks.connectionId);
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, FILE), 'a post');
		await world.db
			.updateTable('contentPictures')
			.set({ files: JSON.stringify({ full: { file: FILE, width: 1440, height: 1440 } }) })
			.execute();
		await world.db.updateTable('connections').set({ pictureType: 'image/jpeg' }).execute();
		const { entries, json } = await unpacked();
		const files = Object.fromEntries(
			entries.map(({ header, data }) => [header.name, Buffer.from(data ?? []).toString()])
		);
		const [face, post] = [
			`pictures/${marks.connectionId}.jpg`,
			`pictures/${marks.connectionId}/${FILE}`
		];
		expect(Object.keys(files)).toEqual([face, post, 'export.json']);
		expect(files[face]).toBe(String(FACE));
		expect(files[post]).toBe('a post');
		expect(json).toMatchObject({
			connections: [{ picture: face, posts: [{ picture: post }] }]
		});
	});

	it('names no picture that is gone', async () => {
		await world.db.updateTable('connections').set({ pictureType: 'image/jpeg' }).execute();
		const { entries, json } = await unpacked();
		expect(entries.map(({ header }) => [header.name, header.mode])).toEqual([
			['export.json', 0o600]
		]);
		expect(json).toMatchObject({ connections: [{ picture: null }] });
	});

	it('breaks off for a creator who is not there', async () => {
		await expect(unpackTar(archive('nobody'))).rejects.toThrow();
	});

	it('of a creator with nothing is whole', async () => {
		await world.db.deleteFrom('connections').where('creatorId', '=', marks.creatorId).execute();
		await world.db.deleteFrom('apiKeys').execute();
		await world.db.deleteFrom('auditLog').execute();
		const { json } = await unpacked();
		expect(json).toMatchObject({ connections: [], keys: [], activity: [] });
	});
});
