import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	keptPicture,
	pictureRow,
	postRow,
	seedContent
} from '../../../../tests/support/content-rows.ts';
import { openDatabase, type OpenDatabase } from '../database/open.ts';
import { readPosts, readState } from './store.ts';

let folder: string;
let ours: OpenDatabase;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-content-'));
	ours = openDatabase(join(folder, 'mooring.db'));
});
afterEach(async () => {
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

const ids = async (connectionId = 'a') =>
	(await readPosts(ours.db, connectionId)).map(({ mediaId }) => mediaId);

describe('the state', () => {
	it('is that of the latest sync', async () => {
		await seedContent(ours.db);
		expect(await readState(ours.db, 'a')).toEqual({
			syncedAt: 5,
			failing: null,
			version: 1,
			account: { username: 'ada.draws', name: null, picture: null },
			isLeft: false
		});
	});

	it('of a connection that was never synced is empty, of no connection none', async () => {
		await seedContent(ours.db);
		await ours.db.deleteFrom('contentSyncs').execute();
		expect(await readState(ours.db, 'a')).toMatchObject({
			syncedAt: null,
			version: 0,
			account: { username: 'ada.draws' }
		});
		expect(await readState(ours.db, 'b')).toBeUndefined();
	});

	it.each([
		['disconnected', { disconnectedAt: 9 }, true],
		['removed at Meta', { endedCause: 'app_removed', endedAt: 9, tokenSealed: null }, true],
		['ended', { endedCause: 'password_changed', endedAt: 9 }, false]
	] as const)('of a connection that was %s', async (_, facts, isLeft) => {
		await seedContent(ours.db, facts);
		expect(await readState(ours.db, 'a')).toMatchObject({ isLeft });
	});
});

describe('the posts', () => {
	beforeEach(async () => {
		await seedContent(ours.db);
		await ours.db
			.insertInto('posts')
			.values([
				postRow({ mediaId: '1', publishedAt: 1 }),
				postRow({ mediaId: '3', publishedAt: 3, kind: 'carousel', isSharedToFeed: 0 }),
				postRow({ mediaId: '2', publishedAt: 3 })
			])
			.execute();
	});

	it('come newest first, without those that left', async () => {
		expect(await ids()).toEqual(['3', '2', '1']);
		await ours.db.updateTable('posts').set({ leftAt: 4 }).where('mediaId', '=', '2').execute();
		expect(await ids()).toEqual(['3', '1']);
		expect(await ids('b')).toEqual([]);
	});

	it('wait until each of their pictures was tried', async () => {
		const child = { connectionId: 'a', parentId: '3', kind: 'image', alt: null };
		await ours.db
			.insertInto('postChildren')
			.values([
				{ ...child, mediaId: '32', position: 1 },
				{ ...child, mediaId: '31', position: 0, alt: 'a boat' }
			])
			.execute();
		const files = JSON.stringify(keptPicture('a'));
		await ours.db
			.insertInto('contentPictures')
			.values([pictureRow('31', { files }), pictureRow('32')])
			.execute();
		expect(await ids()).toEqual(['2', '1']);
		await ours.db.updateTable('contentPictures').set({ triedAt: 7 }).execute();
		const [first] = await readPosts(ours.db, 'a');
		expect(first).toMatchObject({
			mediaId: '3',
			isSharedToFeed: false,
			picture: keptPicture('a'),
			children: [
				{ mediaId: '31', alt: 'a boat', picture: keptPicture('a') },
				{ mediaId: '32', alt: null, picture: null }
			]
		});
	});
});
