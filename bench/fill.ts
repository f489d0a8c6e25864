import { connectionRow } from '../tests/support/connection-row.ts';
import type { OpenDatabase } from '../src/lib/server/database/open.ts';
import type { Connection } from '../src/lib/server/database/schema.ts';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Adds so many connections, five of each creator.
 * @param factsOf what each differs in
 * @param linesOf when lines of the audit log were written for it
 */
export function fill(
	{ sqlite }: Pick<OpenDatabase, 'sqlite'>,
	size: number,
	factsOf: (at: number) => Partial<Connection>,
	linesOf: (at: number) => number[] = () => []
) {
	const names = Object.keys(connectionRow()).map(snake);
	const creator = sqlite.prepare('INSERT INTO creators (id, created_at) VALUES (?, 1)');
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
			const row = connectionRow({ id, creatorId, appScopedId: id, ...factsOf(at) });
			connection.run(...Object.values(row));
			for (const written of linesOf(at)) line.run(written, creatorId, id);
		}
	})();
	sqlite.pragma('wal_checkpoint(TRUNCATE)');
}
