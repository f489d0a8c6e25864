import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BACKUP_KEY, backupWorld, idOf, NOW } from '../../../../tests/support/backup-world.ts';
import { lockInstance } from '../database/instance-lock.ts';
import { openInstance } from '../database/open-instance.ts';
import { restore } from './restore.ts';
import { restoredLines } from './words.ts';

let world: ReturnType<typeof backupWorld>;
beforeEach(() => {
	world = backupWorld();
});
afterEach(() => world.remove());

const DOING = { replaces: false, now: NOW };
const put = (name: string, file: string, more: Partial<typeof DOING> = {}) =>
	restore(file, world.settingsOf(name), { ...DOING, ...more });

/** The key stands where the backup goes, as on a machine that had it before. */
async function backedUp(count = 3) {
	const { db } = await world.instance('old', count);
	const file = await world.backUp('old', 'a.age');
	await db.destroy();
	world.settingsOf('new');
	return file;
}
function bringKey(name: string) {
	lockInstance(world.path(name)).release();
	copyFileSync(world.path('old', 'secret.key'), world.path(name, 'secret.key'));
}

describe('a restore', () => {
	it('into an empty folder opens every token, and ends what was alive', async () => {
		const file = await backedUp();
		bringKey('new');
		const restored = await put('new', file);
		expect(restored.tried).toEqual({ open: 3, all: 3, closed: [], others: [] });
		expect(restored.before).toBeNull();
		expect(readdirSync(world.path('new')).sort()).toEqual([
			'instance.lock',
			'mooring.db',
			'pictures',
			'secret.key',
			'working.lock'
		]);
		expect(readFileSync(world.path('new', 'pictures', idOf(2)), 'utf8')).toBe('picture 2');

		const db = await openInstance(world.settingsOf('new'), NOW);
		const rows = await db.selectFrom('connections').selectAll().execute();
		expect(rows.map(({ leaseOwner }) => leaseOwner)).toEqual([null, null, null]);
		for (const table of ['sessions', 'signInLinks', 'attempts', 'invitations'] as const) {
			expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
		}
		await db.destroy();
	});

	it('says which tokens do not open, and that deletions since are not in it', async () => {
		const file = await backedUp(2);
		const restored = await put('new', file);
		expect(restored.tried).toMatchObject({ open: 0, all: 2, closed: ['@ada.1', '@ada.2'] });
		const said = restoredLines(restored, 'FOLDER').join('\n');
		expect(said).toContain('0 of 2 tokens open.');
		expect(said).toContain('does not open @ada.1, @ada.2');
		expect(said).toContain('Deletions since 29 November 2026, 03:00 UTC are not in it');
	});

	it('of a backup with the key needs none', async () => {
		const { db } = await world.instance('old', 2);
		const secretKey = readFileSync(world.path('old', 'secret.key'), 'utf8').trim();
		const file = await world.backUp('old', 'a.age', { secretKey });
		await db.destroy();
		expect((await put('new', file)).tried).toMatchObject({ open: 2, all: 2 });
		expect(readFileSync(world.path('new', 'secret.key'), 'utf8').trim()).toBe(secretKey);
	});

	it('is refused where an instance is, unless it is replaced; that one is kept, and whole', async () => {
		const file = await backedUp(3);
		const { db } = await world.instance('new', 1);
		await db.destroy();
		const own = readFileSync(world.path('new', 'secret.key'));
		await expect(put('new', file)).rejects.toThrow('holds an instance already');
		copyFileSync(world.path('old', 'secret.key'), world.path('new', 'secret.key'));

		const { tried, before } = await put('new', file, { replaces: true });
		expect(tried).toMatchObject({ open: 3, all: 3 });
		expect(before).toBe(world.path('new', 'before-restore-20261129T030000Z'));
		expect(readdirSync(before ?? '').sort()).toEqual(['mooring.db', 'pictures']);
		writeFileSync(world.path('new', 'before-restore-20261129T030000Z', 'secret.key'), own);
		const settings = { ...world.settingsOf('new'), dataDir: before ?? '' };
		const kept = await openInstance(settings, NOW);
		expect(await kept.selectFrom('connections').select('username').execute()).toHaveLength(1);
		await kept.destroy();
	});

	it('is refused while a server runs there, and where the file is none', async () => {
		const file = await backedUp(1);
		const lock = lockInstance(world.path('new'));
		await expect(put('new', file)).rejects.toThrow('Another Mooring is running');
		lock.release();
		await expect(put('new', world.path('none.age'))).rejects.toThrow('cannot be read (ENOENT)');
		await expect(put('new', world.root)).rejects.toThrow('cannot be read (EISDIR)');
		const other = world.settingsOf('new', { BACKUP_KEY: `${BACKUP_KEY}!` });
		await expect(restore(file, other, DOING)).rejects.toThrow(
			'it was changed, or BACKUP_KEY is not its own.'
		);
		expect(existsSync(world.path('new', 'mooring.db'))).toBe(false);
		expect(readdirSync(world.path('new')).filter((name) => name.startsWith('working-'))).toEqual(
			[]
		);
	});

	it('brings the pictures of the feeds where the backup has them', async () => {
		const { db } = await world.instance('old', 2);
		const folder = ['media', idOf(1)];
		const name = `${'a'.repeat(32)}-640.webp`;
		mkdirSync(world.path('old', ...folder), { recursive: true });
		writeFileSync(world.path('old', ...folder, name), 'a picture of a feed');
		// Of nobody's who is here: an erased creator's that waits to be removed.
		mkdirSync(world.path('old', 'media', 'somebody-else'));
		writeFileSync(world.path('old', 'media', 'somebody-else', name), 'erased');
		await put('with', await world.backUp('old', 'with.age', { withMedia: true }));
		await put('without', await world.backUp('old', 'without.age'));
		await db.destroy();
		expect(readFileSync(world.path('with', ...folder, name), 'utf8')).toBe('a picture of a feed');
		expect(readdirSync(world.path('with', 'media'))).toEqual([idOf(1)]);
		expect(existsSync(world.path('without', 'media'))).toBe(false);
	});
});
