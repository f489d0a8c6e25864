import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepAs } from '../../src/lib/server/backup/keep-backup.ts';
import { makeBackup } from '../../src/lib/server/backup/make-backup.ts';
import { openInstance } from '../../src/lib/server/database/open-instance.ts';
import { withWorkingFolder } from '../../src/lib/server/database/working-folder.ts';
import { readSettings } from '../../src/lib/server/settings/settings.ts';
import { loadKeys } from '../../src/lib/server/vault/key-file.ts';
import { tokenVault } from '../../src/lib/server/vault/token-vault.ts';
import { unlock } from '../../src/lib/server/vault/unlock.ts';
import { connectionRow } from './connection-row.ts';

export const BACKUP_KEY = 'a key for backups in tests';
/** scrypt as cheap as it may be: what is tested is not how long guessing takes. */
export const QUICK = 4;
export const NOW = Date.UTC(2026, 10, 29, 3, 0);

export const idOf = (number: number) =>
	`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const tokenOf = (number: number) => `IGAA-token-of-${String(number)}-never-in-clear`;

/** Data folders in a folder of their own. */
export function backupWorld() {
	const root = mkdtempSync(join(tmpdir(), 'mooring-backup-'));
	const settingsOf = (name: string, env: Record<string, string> = {}) =>
		readSettings({ DATA_DIR: join(root, name), BACKUP_KEY, ...env });

	return {
		root,
		path: (...names: string[]) => join(root, ...names),
		settingsOf,
		remove: () => rmSync(root, { recursive: true, force: true }),
		/** An instance with so many connections, each with its sealed token and a picture. */
		async instance(name: string, count: number) {
			const settings = settingsOf(name);
			const { dataDir } = settings;
			const keys = loadKeys(settings, { mayCreate: true });
			const db = await openInstance(settings, NOW);
			const vault = tokenVault(await unlock(db, keys, NOW));
			await db.insertInto('creators').values({ id: 'ada', createdAt: NOW }).execute();
			mkdirSync(join(dataDir, 'pictures'), { recursive: true });
			for (let number = 1; number <= count; number += 1) {
				const id = idOf(number);
				const place = { connectionId: id, provider: 'instagram', accountId: id } as const;
				const row = connectionRow({
					id,
					accountId: id,
					username: `ada.${String(number)}`,
					tokenSealed: vault.seal(tokenOf(number), place),
					leaseOwner: 'somebody',
					leaseUntil: NOW
				});
				await db.insertInto('connections').values(row).execute();
				writeFileSync(join(dataDir, 'pictures', id), `picture ${String(number)}`);
			}
			await db
				.insertInto('sessions')
				.values({ idHash: 'a session', creatorId: 'ada', createdAt: 1, expiresAt: NOW * 2 })
				.execute();
			await db
				.insertInto('signInLinks')
				.values({ codeHash: 'a link', creatorId: 'ada', expiresAt: NOW * 2 })
				.execute();
			return { settings, db, vault };
		},
		/** Backs a data folder up to a file in the world's folder. */
		async backUp(name: string, file: string, more: Partial<Parameters<typeof makeBackup>[0]> = {}) {
			const { dataDir } = settingsOf(name);
			const path = join(root, file);
			await withWorkingFolder(dataDir, (working) =>
				makeBackup(
					{
						dataDir,
						working,
						mode: 'live',
						backupKey: BACKUP_KEY,
						secretKey: null,
						withMedia: false,
						now: NOW,
						workFactor: QUICK,
						...more
					},
					(pieces) => keepAs(path, pieces, more.files)
				)
			);
			return path;
		}
	};
}
