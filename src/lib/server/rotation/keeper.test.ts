import { readFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	openedIn,
	SEALED_AT,
	type SealedWorld,
	sealedWorld,
	stands,
	tokensOf
} from '../../../../tests/support/sealed-world.ts';
import { days, minutes } from '../clock.ts';
import { fixedKeys } from '../vault/follow-keys.ts';
import { changeKeyFile } from '../vault/key-file.ts';
import { tokenVault } from '../vault/token-vault.ts';
import { keyKeeper } from './keeper.ts';

const TWO = { id: '2', key: Buffer.alloc(32, 'two') };

let world: SealedWorld;
const onNewKey = vi.fn(() => Promise.resolve());
beforeEach(async () => {
	world = await sealedWorld();
	onNewKey.mockClear();
});
afterEach(() => world.close());

/** The keeper of a running server; the clock is so far ahead of the file's last change. */
const keeper = (ahead: number, more: object = {}) =>
	keyKeeper({
		db: world.db,
		vault: world.vault,
		keys: world.keys,
		dataDir: world.folder,
		backups: world.backups,
		isFromSetting: false,
		onNewKey,
		log: { info: vi.fn() },
		now: () => Date.now() + ahead,
		...more
	});
const file = () => readFileSync(world.keyFile, 'utf8');
/** As a command leaves it that was killed once the new key stood in the file. */
const breakOff = () => changeKeyFile(world.folder, [TWO, ...world.keys.masters()]);

describe('the keeper of the keys', () => {
	it('brings a rotation to its end that was broken off, with the next start', async () => {
		breakOff();
		await keeper(0).begin();
		expect(file()).toMatch(/^2:[^,]*\n$/);
		expect(stands(world.folder, 'v1.1.')).toBe(false);
		expect(await openedIn(world.folder)).toMatchObject({ texts: tokensOf(3), keyIds: ['2'] });
	});

	it('takes up a new key at once, and leaves the work to the command for a minute', async () => {
		const kept = keeper(0);
		breakOff();
		await kept.run();
		expect(onNewKey).toHaveBeenCalledTimes(1);
		expect(file()).toContain(',');
		expect(stands(world.folder, 'v1.1.')).toBe(true);
		await keeper(minutes(2)).run();
		expect(file()).not.toContain(',');
		expect(stands(world.folder, 'v1.1.')).toBe(false);
	});

	it('seals anew what was stored after its key had left the file', async () => {
		const place = { connectionId: 'c0002', provider: 'instagram', accountId: 'c0002' } as const;
		const late = world.vault.seal('IGAAtoken-2', place);
		await world.rotate();
		world.keys.look();
		const changes = { tokenSealed: late };
		await world.db.updateTable('connections').set(changes).where('id', '=', 'c0002').execute();
		await keeper(minutes(2)).run();
		expect(stands(world.folder, late)).toBe(false);
		expect(await openedIn(world.folder)).toMatchObject({ texts: tokensOf(3), keyIds: ['2'] });
	});

	it('drops the older key once the backups from before are gone', async () => {
		world.keepBackup(SEALED_AT - days(1));
		await world.rotate();
		await keeper(minutes(2)).run();
		expect(file()).toContain(',');
		rmSync(world.backups, { recursive: true });
		await keeper(minutes(2)).run();
		expect(file()).not.toContain(',');
	});

	it('seals anew with the first key of a setting, and leaves the file alone', async () => {
		const before = file();
		const keys = fixedKeys([TWO, world.keys.masters()[0]]);
		await keeper(0, { keys, vault: tokenVault(keys.keyring), isFromSetting: true }).begin();
		expect(stands(world.folder, 'v1.1.')).toBe(false);
		expect(file()).toBe(before);
		await keeper(0, { keys: fixedKeys([TWO]), isFromSetting: true }).begin();
		const checks = await world.db.selectFrom('keyChecks').select('keyId').execute();
		expect(checks).toEqual([{ keyId: '2' }]);
	});
});
