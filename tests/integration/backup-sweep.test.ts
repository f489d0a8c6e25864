import { mkdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../src/lib/format.ts';
import { prepare } from '../../src/lib/server/backup/prepare.ts';
import type { ProviderOf } from '../../src/lib/server/meta/provider.ts';
import { createSweep } from '../../src/lib/server/renewal/sweep.ts';
import { BACKUP_KEY, backupWorld, NOW } from '../support/backup-world.ts';
import { runCommand } from '../support/command.ts';

const COUNT = 1000;

let world: ReturnType<typeof backupWorld>;
let instance: Awaited<ReturnType<typeof world.instance>>;
beforeAll(async () => {
	world = backupWorld();
	instance = await world.instance('data', COUNT);
	await instance.db
		.updateTable('connections')
		.set({
			issuedAt: NOW - 20 * DAY,
			expiresAt: NOW + 40 * DAY,
			leaseOwner: null,
			leaseUntil: null
		})
		.execute();
}, 3 * MINUTE);
afterAll(async () => {
	await instance.db.destroy();
	world.remove();
});

/** Meta, which renews half of them and lets the rest wait until the gate opens. */
function gatedMeta(gate: Promise<void>, atHalf: () => void) {
	let asked = 0;
	return {
		id: 'instagram',
		refresh: async (token: string) => {
			asked += 1;
			if (asked === COUNT / 2) atHalf();
			if (asked > COUNT / 2) await gate;
			return { accessToken: `${token}-renewed`, expiresIn: 5_184_000 };
		},
		readProfile: async (token: string) => {
			const number = /-of-(\d+)-/.exec(token)?.[1] ?? '';
			return Promise.resolve({
				accountId: `00000000-0000-4000-8000-${number.padStart(12, '0')}`,
				appScopedId: '2',
				username: `ada.${number}`,
				name: null,
				accountType: null,
				pictureUrl: null
			});
		}
	} as unknown as ProviderOf<'instagram'>;
}

it(
	'a backup in the middle of a sweep of 1,000 connections opens completely',
	{ timeout: 4 * MINUTE },
	async () => {
		const { db, vault } = instance;
		let open = () => undefined as void;
		let half = () => undefined as void;
		const gate = new Promise<void>((resolve) => (open = resolve));
		const isHalf = new Promise<void>((resolve) => (half = resolve));
		const ignore = () => undefined;
		const sweep = createSweep({
			db,
			vault,
			clock: { now: () => NOW },
			log: { info: ignore, warn: ignore, error: ignore },
			providers: { instagram: gatedMeta(gate, half) },
			refreshAfterDays: 7
		}).run();
		await isHalf;
		const file = world.path('middle.age');
		const env = { DATA_DIR: world.path('data'), BACKUP_KEY, PRACTICE: '0' };
		const made = await runCommand(world.root, ['backup', file], env);
		expect(made).toMatchObject({ code: 0 });
		open();
		expect((await sweep).renewed).toBe(COUNT);

		const into = world.path('into');
		mkdirSync(into);
		const { tried } = await prepare(file, { into, settings: world.settingsOf('data'), now: NOW });
		expect(tried).toEqual({ open: COUNT, all: COUNT, closed: [], others: [] });
		const copy = new Database(world.path('into', 'mooring.db'), { readonly: true });
		const renewed = copy
			.prepare('SELECT count(*) FROM connections WHERE token_version > 1')
			.pluck()
			.get();
		copy.close();
		expect(renewed).toBeGreaterThan(COUNT / 4);
		expect(renewed).toBeLessThan(COUNT);
		expect(readFileSync(file).length).toBeGreaterThan(0);
	}
);
