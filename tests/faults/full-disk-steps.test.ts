import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryTokens } from '../../src/lib/server/backup/try-tokens.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { StartError } from '../../src/lib/server/errors.ts';
import { pictureStore } from '../../src/lib/server/pictures/store.ts';
import { loadKeys } from '../../src/lib/server/vault/key-file.ts';
import { FIXTURE_KEY, readFixture, releasedSchemas } from '../fixtures/released.ts';
import { breakEachStep } from '../support/breaking.ts';
import { openedIn, sealedWorld, tokensOf } from '../support/sealed-world.ts';

/** One sentence with what to do, and nothing of a key in it. */
function expectSentence(error: unknown, step: number) {
	if (error === null) return;
	expect(error, `step ${String(step)}`).toBeInstanceOf(StartError);
	expect((error as StartError).message).toMatch(/cannot be written|cannot be copied|no space/);
}

describe('a disk that fails at every step', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'mooring-broken-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('of the first key: there is none or a whole one, and the next start has one', async () => {
		const settings = { secretKeys: null, dataDir: join(folder, 'data') };
		const file = join(settings.dataDir, 'secret.key');
		const steps = await breakEachStep(
			() => loadKeys(settings, { mayCreate: true }),
			(step, error) => {
				expectSentence(error, step);
				const there = existsSync(file) ? readFileSync(file, 'utf8') : null;
				const keys = loadKeys(settings, { mayCreate: true });
				expect(keys).toHaveLength(1);
				if (there !== null) expect(readFileSync(file, 'utf8')).toBe(there);
				rmSync(settings.dataDir, { recursive: true, force: true });
				return Promise.resolve();
			}
		);
		expect(steps).toBeGreaterThan(3);
	});

	it('of a rotation: every token opens, and the next run goes on', async () => {
		const world = await sealedWorld(3, folder);
		let rotations = 0;
		const steps = await breakEachStep(
			() => world.rotate(),
			async (step, error) => {
				expectSentence(error, step);
				const whole = { isLocked: false, texts: tokensOf(3), closed: 0 };
				expect(await openedIn(folder), `step ${String(step)}`).toMatchObject(whole);
				const { keyId } = await world.rotate();
				rotations = Number(keyId);
				expect(await openedIn(folder)).toMatchObject({ ...whole, keyIds: [keyId] });
				expect(readdirSync(folder).filter((name) => name.startsWith('secret.key'))).toEqual([
					'secret.key'
				]);
			}
		);
		expect(steps).toBeGreaterThan(5);
		expect(rotations).toBeGreaterThan(1);
		await world.db.destroy();
	});

	it('of a picture: a reader sees the old one or the new one, whole', async () => {
		const id = '0f8b7c1e-3a52-4d4e-9b1a-6f0c2d3e4f50';
		const store = pictureStore(folder);
		const [old, fresh] = [Buffer.alloc(5000, 'old'), Buffer.alloc(9000, 'fresh')];
		const steps = await breakEachStep(
			() => store.save(id, fresh),
			async (step, error) => {
				const seen = Buffer.from((await store.read(id)) ?? []);
				const isWhole = [Buffer.alloc(0), old, fresh].some((one) => one.equals(seen));
				expect(isWhole, `step ${String(step)}`).toBe(true);
				expect(seen.equals(fresh)).toBe(error === null);
				await store.save(id, old);
				await store.dropOthers(() => Promise.resolve(new Set()));
				await store.save(id, old);
			}
		);
		expect(steps).toBeGreaterThan(3);
	});

	it.each(releasedSchemas())(
		'of the update from schema %i: the database is as before, and the next start updates it',
		async (schema) => {
			const file = join(folder, 'mooring.db');
			const keys = [{ id: '1', key: FIXTURE_KEY }];
			const openTokens = async () => {
				const { db, sqlite } = openDatabase(file);
				const tried = await tryTokens(db, keys);
				expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
				await db.destroy();
				return tried;
			};
			const place = () => {
				for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
				writeFileSync(file, readFixture(schema), { mode: 0o600 });
			};
			place();
			const whole = await openTokens();
			expect(whole.open).toBeGreaterThan(0);
			place();
			await breakEachStep(
				() => void openDatabase(file).sqlite.close(),
				async (step, error) => {
					expectSentence(error, step);
					expect(await openTokens(), `step ${String(step)}`).toEqual(whole);
					place();
				}
			);
		}
	);
});
