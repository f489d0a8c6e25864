import { join } from 'node:path';
import { activityPage } from '../src/lib/server/activity/page.ts';
import { listConnections } from '../src/lib/server/connections/store.ts';
import { type OpenDatabase, openDatabase } from '../src/lib/server/database/open.ts';
import { claimDue, endClaim, LEASE } from '../src/lib/server/renewal/queue.ts';
import { closing, tempFolder } from './ending.ts';
import { fill } from './fill.ts';
import { type Subject, timesInTurns } from './measure.ts';
import { compared, type Row } from './rows.ts';
import { SIZE } from './sizes.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2027, 0, 1, 12);
const DUE = 10;
const PER_TURN = 20;

/**
 * What must not grow with the tables: a claim of what is due, a creator's connections and their
 * activity, each beside itself with the fewest connections.
 */
export const tableRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const folder = tempFolder(keep);
		const worlds = SIZE.tables.map((size) => {
			const opened = openDatabase(join(folder, `${String(size)}.db`));
			keep(opened.db, (db) => db.destroy());
			// To wait for the disk takes a hundred times as long, and would hide what grows.
			opened.sqlite.pragma('synchronous = OFF');
			fillWith(opened, size);
			return { size, db: opened.db };
		});
		const rows: Row[] = [];
		for (const [what, subjectOf] of Object.entries(SUBJECTS)) {
			const subjects = Object.fromEntries(
				worlds.map(({ size, db }) => [String(size), subjectOf(db)])
			);
			const found = await timesInTurns(subjects, { turns: SIZE.turns, perTurn: PER_TURN });
			const [first, ...larger] = worlds.map(({ size }) => ({
				size,
				times: found[String(size)] ?? []
			}));
			for (const { size, times } of larger) {
				const lines = (size * SIZE.linesOfOne).toLocaleString('en');
				rows.push(
					compared(`${what}: ${size.toLocaleString('en')} connections, ${lines} lines`, {
						ours: times,
						beside: first?.times ?? [],
						unit: 'ms',
						than: `itself, ${String(first?.size ?? '')}`,
						target: { atMost: 1.5 }
					})
				);
			}
		}
		return rows;
	});

/** Ten are due; the lines of the audit log are spread over the days before now. */
const fillWith = (opened: OpenDatabase, size: number) =>
	fill(
		opened,
		size,
		(at) => ({
			nextAttemptAt: at < DUE ? NOW - 1 : NOW + DAY,
			expiresAt: NOW + 50 * DAY
		}),
		(at) => Array.from({ length: SIZE.linesOfOne }, (_, one) => NOW - (size - at) * 1_000 - one)
	);

type Db = OpenDatabase['db'];

const activityOf = (isOwner: boolean) => (db: Db) => () =>
	activityPage(
		db,
		{ creatorId: 'creator 0', isOwner },
		{ group: null, connectionId: null, before: null },
		{ now: NOW, rows: 50 }
	);

const SUBJECTS: Record<string, (db: Db) => Subject> = {
	'claim of what is due': (db) => async () => {
		const row = await claimDue(db, { now: NOW, owner: 'bench', leaseMs: LEASE }, 7);
		if (!row) throw new Error('nothing was due');
		endClaim(db, row.id);
		const free = { leaseOwner: null, leaseUntil: null };
		await db.updateTable('connections').set(free).where('id', '=', row.id).execute();
	},
	'connections of a creator': (db) => () => listConnections(db, 'creator 0'),
	'activity of the owner': activityOf(true),
	'activity of a creator': activityOf(false)
};
