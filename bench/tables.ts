import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityPage } from '../src/lib/server/activity/page.ts';
import { listConnections } from '../src/lib/server/connections/store.ts';
import { type OpenDatabase, openDatabase } from '../src/lib/server/database/open.ts';
import { claimDue, endClaim, LEASE } from '../src/lib/server/renewal/queue.ts';
import { open, seal } from '../src/lib/server/vault/seal.ts';
import { connectionRow } from '../tests/support/connection-row.ts';
import { medians, type Subject } from './measure.ts';

/**
 * What must not grow with the tables: a claim of what is due, a creator's connections and their
 * activity, each beside itself with ten connections. And sealing a token, beside bare node:crypto.
 */
const SIZES = (process.env['BENCH_TABLES'] ?? '10,1000,100000').split(',').map(Number);
const LINES_OF_ONE = 3;
const NOW = Date.UTC(2027, 0, 1, 12);
const [ROUNDS, PER_ROUND] = [5, 8];

const folder = mkdtempSync(join(tmpdir(), 'mooring-bench-'));
const rows: { what: string; found: string; limit: string; holds: boolean }[] = [];
const held = (what: string, found: number, limit: number) =>
	rows.push({
		what,
		found: `${found.toFixed(2)} times`,
		limit: `≤ ${String(limit)} times`,
		holds: found <= limit
	});

try {
	const worlds = SIZES.map((size) => ({ size, ...filled(size) }));
	const beside = async (what: string, subjectOf: (world: OpenDatabase) => Subject) => {
		const subjects = Object.fromEntries(
			worlds.map((world) => [String(world.size), subjectOf(world)])
		);
		const found = await medians(subjects, { rounds: ROUNDS, perRound: PER_ROUND });
		for (const size of SIZES.slice(1)) {
			const times = (found[String(size)] ?? NaN) / (found[String(SIZES[0])] ?? NaN);
			held(`${what}, ${String(size)} connections beside ${String(SIZES[0])}`, times, 1.5);
		}
	};
	await beside('claim of what is due', ({ db }) => async () => {
		const claim = { now: NOW, owner: 'bench', leaseMs: LEASE };
		const row = await claimDue(db, claim);
		if (!row) throw new Error('nothing was due');
		endClaim(db, row.id);
		const free = { leaseOwner: null, leaseUntil: null };
		await db.updateTable('connections').set(free).where('id', '=', row.id).execute();
	});
	await beside(
		'connections of a creator',
		({ db }) =>
			() =>
				listConnections(db, 'creator 0')
	);
	for (const isOwner of [false, true]) {
		await beside(
			`activity of ${isOwner ? 'the owner' : 'a creator'}`,
			({ db }) =>
				() =>
					activityPage(
						db,
						{ creatorId: 'creator 0', isOwner },
						{ group: null, connectionId: null, before: null },
						{ now: NOW, rows: 50 }
					)
		);
	}
	for (const { db } of worlds) await db.destroy();
	const found = await medians(sealing(), { rounds: ROUNDS, perRound: 10 });
	held('seal and open a token, beside bare node:crypto', found.ours / found.bare, 1.2);
} finally {
	rmSync(folder, { recursive: true });
}
console.table(rows);
if (!rows.every(({ holds }) => holds)) process.exitCode = 1;

/** A database of so many connections, five of each creator and ten due, with three lines of each. */
function filled(size: number): OpenDatabase {
	const opened = openDatabase(join(folder, `${String(size)}.db`));
	const { sqlite } = opened;
	const creator = sqlite.prepare('INSERT INTO creators (id, created_at) VALUES (?, 1)');
	const names = Object.keys(connectionRow()).map((name) =>
		name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
	);
	const connection = sqlite.prepare(
		`INSERT INTO connections (${names.join()}) VALUES (${names.map(() => '?').join()})`
	);
	const line = sqlite.prepare(
		`INSERT INTO audit_log (at, kind, creator_id, connection_id, detail) VALUES (?, 'signed_in', ?, ?, '{}')`
	);
	sqlite.transaction(() => {
		for (let at = 0; at < size; at += 1) {
			const creatorId = `creator ${String(Math.floor(at / 5))}`;
			if (at % 5 === 0) creator.run(creatorId);
			const id = String(at);
			const nextAttemptAt = at < 10 ? NOW - 1 : NOW + 86_400_000;
			const expiresAt = NOW + 50 * 86_400_000;
			const facts = { id, creatorId, appScopedId: id, nextAttemptAt, expiresAt };
			connection.run(...Object.values(connectionRow(facts)));
			for (let one = 0; one < LINES_OF_ONE; one += 1) {
				line.run(NOW - (size - at) * 1_000 - one, creatorId, id);
			}
		}
	})();
	sqlite.pragma('wal_checkpoint(TRUNCATE)');
	return opened;
}

function sealing() {
	const [key, token] = [randomBytes(32), `IGAA${'x'.repeat(180)}`];
	const place = ['connections', 'a', 'token', 'instagram', '17841400000000001'];
	const aad = Buffer.from(JSON.stringify(['mooring', 'v1', '1', ...place]));
	const often = (act: () => void) => () => {
		for (let at = 0; at < 200; at += 1) act();
		return Promise.resolve();
	};
	return {
		ours: often(() => void open(key, seal(key, '1', token, place), place)),
		bare: often(() => {
			const nonce = randomBytes(12);
			const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
			cipher.setAAD(aad);
			const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
			const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
			decipher.setAAD(aad);
			decipher.setAuthTag(cipher.getAuthTag());
			Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
		})
	};
}
