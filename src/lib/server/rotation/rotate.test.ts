import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	openedIn,
	SEALED_AT,
	type SealedWorld,
	sealedWorld,
	stands,
	tokensOf
} from '../../../../tests/support/sealed-world.ts';
import { days, minutes } from '../clock.ts';
import { readMasterKeys } from '../settings/secret-key.ts';
import { allTexts } from './sealed-texts.ts';

let world: SealedWorld;
beforeEach(async () => {
	world = await sealedWorld();
});
afterEach(() => world.close());

const idsInFile = () =>
	readMasterKeys(readFileSync(world.keyFile, 'utf8').trim()).keys.map(({ id }) => id);
const checks = () =>
	world.db
		.selectFrom('keyChecks')
		.select('keyId')
		.orderBy('keyId')
		.execute()
		.then((rows) => rows.map(({ keyId: id }) => id));
const sealedTexts = async () => {
	const texts: string[] = [];
	for await (const { sealed } of allTexts(world.db)) texts.push(sealed);
	return texts;
};

describe('a rotation', () => {
	it('finds every column that holds what is sealed', () => {
		const columns = world.sqlite
			.prepare(
				`SELECT m.name || '.' || c.name AS name FROM sqlite_schema m, pragma_table_info(m.name) c
				WHERE m.type = 'table' AND c.name LIKE '%sealed%' ORDER BY 1`
			)
			.pluck()
			.all();
		expect(columns).toEqual([
			'alert_channels.sealed',
			'attempts.waiting_sealed',
			'connections.previous_token_sealed',
			'connections.token_sealed',
			'meta_apps.sealed'
		]);
	});

	it('seals every text with the next key, and the older one is gone from file and database', async () => {
		const before = await sealedTexts();
		expect(before).toHaveLength(tokensOf(3).length);
		const counts: number[] = [];
		const done = await world.rotate({}, (count) => counts.push(count));
		expect(done).toEqual({
			keyId: '2',
			open: 7,
			closed: 0,
			older: { state: 'dropped', ids: ['1'] }
		});
		expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7]);
		expect(idsInFile()).toEqual(['2']);
		expect(await checks()).toEqual(['2']);
		expect(statSync(world.keyFile).mode & 0o777).toBe(0o600);
		expect(readdirSync(world.folder).filter((name) => name.startsWith('secret'))).toEqual([
			'secret.key'
		]);
		for (const text of [...before, 'v1.1.']) expect(stands(world.folder, text)).toBe(false);
		expect(await openedIn(world.folder)).toEqual({
			isLocked: false,
			texts: tokensOf(3),
			closed: 0,
			keyIds: ['2']
		});
	});

	it('makes a third key after the second', async () => {
		await world.rotate();
		expect((await world.rotate()).keyId).toBe('3');
		expect(idsInFile()).toEqual(['3']);
	});

	it('leaves the old key alone unable to unlock', async () => {
		const old = readFileSync(world.keyFile);
		await world.rotate();
		const fresh = readFileSync(world.keyFile);
		writeFileSync(world.keyFile, old);
		expect((await openedIn(world.folder)).isLocked).toBe(true);
		writeFileSync(world.keyFile, fresh);
		expect((await openedIn(world.folder)).isLocked).toBe(false);
	});

	it('passes over a text that no key opens, and says so', async () => {
		await world.db
			.updateTable('connections')
			.set({ tokenSealed: 'v1.1.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA' })
			.where('id', '=', 'c0001')
			.execute();
		expect(await world.rotate()).toMatchObject({ open: 6, closed: 1, older: { state: 'dropped' } });
	});

	it('leaves in place what changed while its text was sealed anew', async () => {
		const place = { connectionId: 'c0002', provider: 'instagram', accountId: 'c0002' } as const;
		await world.rotate({}, (count) => {
			if (count !== 1) return;
			world.sqlite
				.prepare('UPDATE connections SET token_sealed = ? WHERE id = ?')
				.run(world.vault.seal('IGAAtoken-newer', place), 'c0002');
		});
		const { texts } = await openedIn(world.folder);
		expect(texts).toContain('IGAAtoken-newer');
		expect(texts).not.toContain('IGAAtoken-2');
	});

	it('seals what was stored late with the older key, before that goes', async () => {
		const place = { connectionId: 'c0002', provider: 'instagram', accountId: 'c0002' } as const;
		const late = world.vault.seal('IGAAtoken-late', place);
		let isStored = false;
		const done = await world.rotate({
			isServerRunning: () => true,
			sleep: async () => {
				if (isStored) return;
				isStored = true;
				const changes = { tokenSealed: late };
				await world.db.updateTable('connections').set(changes).where('id', '=', 'c0002').execute();
			}
		});
		expect(done.older.state).toBe('dropped');
		expect((await openedIn(world.folder)).texts).toContain('IGAAtoken-late');
		expect(stands(world.folder, late)).toBe(false);
	});
});

describe('the older key', () => {
	it('stays last in the file while a backup from before is kept', async () => {
		world.keepBackup(SEALED_AT - days(2));
		world.keepBackup(SEALED_AT - minutes(1));
		const until = SEALED_AT - minutes(1) + days(30);
		expect((await world.rotate()).older).toEqual({ state: 'kept', ids: ['1'], until });
		expect(idsInFile()).toEqual(['2', '1']);
		expect(await checks()).toEqual(['1', '2']);
	});

	it('goes although a backup from afterwards is kept', async () => {
		world.keepBackup(SEALED_AT + minutes(1));
		expect((await world.rotate()).older).toEqual({ state: 'dropped', ids: ['1'] });
	});

	it('is one of several while the backups of several keys are kept', async () => {
		world.keepBackup(SEALED_AT - days(2));
		await world.rotate();
		expect((await world.rotate()).older).toMatchObject({ state: 'kept', ids: ['2', '1'] });
		expect(idsInFile()).toEqual(['3', '2', '1']);
	});
});

describe('a rotation is refused', () => {
	it.each([
		['with a wrong key', 'd3Jvbmd3cm9uZ3dyb25nd3Jvbmd3cm9uZ3dyb25nMTE='],
		['without one', '']
	])('%s, and nothing changes', async (_, text) => {
		const before = await sealedTexts();
		writeFileSync(world.keyFile, text);
		await expect(world.rotate()).rejects.toThrow('Mooring is locked');
		expect(readFileSync(world.keyFile, 'utf8')).toBe(text);
		expect(await sealedTexts()).toEqual(before);
	});
});
