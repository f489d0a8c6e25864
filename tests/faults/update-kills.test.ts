import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tryTokens } from '../../src/lib/server/backup/try-tokens.ts';
import { SCHEMA } from '../../src/lib/server/database/migrate.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { FIXTURE_KEY, readFixture, releasedSchemas } from '../fixtures/released.ts';
import { runKilled } from '../support/killed-command.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-update-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function openTokens() {
	const { db, sqlite } = openDatabase(join(folder, 'mooring.db'));
	const tried = await tryTokens(db, [{ id: '1', key: FIXTURE_KEY }]);
	expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
	expect(sqlite.pragma('user_version', { simple: true })).toBe(SCHEMA);
	await db.destroy();
	return tried;
}

function place(schema: number) {
	for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
	writeFileSync(join(folder, 'mooring.db'), readFixture(schema), { mode: 0o600 });
	writeFileSync(join(folder, 'secret.key'), FIXTURE_KEY.toString('base64'), { mode: 0o600 });
}

it('an update from the oldest released schema, killed before every statement: every token opens, and the next start ends it', async () => {
	const [oldest = 0] = releasedSchemas();
	place(oldest);
	const whole = await openTokens();
	expect(whole.open).toBeGreaterThan(0);
	let step = 1;
	for (; ; step += 1) {
		place(oldest);
		const { signal } = await runKilled(folder, ['claim-link'], step);
		expect(await openTokens(), `killed at step ${String(step)}`).toEqual(whole);
		if (signal === null) break;
	}
	expect(step).toBeGreaterThan(60);
}, 1_200_000);
