import { setTimeout as sleep } from 'node:timers/promises';
import {
	CompiledQuery,
	SqliteDialect,
	SqliteDriver,
	type DatabaseConnection,
	type SqliteDialectConfig
} from 'kysely';

/** How long a write waits for another process before SQLITE_BUSY is passed on. */
const PATIENCE_MS = 5000;
const PAUSE_MS = 50;

/**
 * SQLite for Kysely with transactions that take the write lock at once: a deferred one that comes
 * to write later fails with SQLITE_BUSY_SNAPSHOT, however long it would have waited.
 */
export class ImmediateDialect extends SqliteDialect {
	readonly #config: SqliteDialectConfig;
	readonly #patienceMs: number;

	constructor(config: SqliteDialectConfig, patienceMs = PATIENCE_MS) {
		super(config);
		this.#config = config;
		this.#patienceMs = patienceMs;
	}

	override createDriver() {
		return new ImmediateDriver(this.#config, this.#patienceMs);
	}
}

class ImmediateDriver extends SqliteDriver {
	readonly #patienceMs: number;
	#connection: DatabaseConnection | undefined;

	constructor(config: SqliteDialectConfig, patienceMs: number) {
		super(config);
		this.#patienceMs = patienceMs;
	}

	override async acquireConnection() {
		return (this.#connection ??= patient(await super.acquireConnection(), this.#patienceMs));
	}

	override async beginTransaction(connection: DatabaseConnection) {
		await connection.executeQuery(CompiledQuery.raw('begin immediate'));
	}
}

/** Tries again while another process holds the lock; between two tries other work goes on. */
function patient(connection: DatabaseConnection, patienceMs: number): DatabaseConnection {
	return {
		streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
		async executeQuery<Row>(query: CompiledQuery) {
			const deadline = performance.now() + patienceMs;
			for (;;) {
				try {
					return await connection.executeQuery<Row>(query);
				} catch (error) {
					if (!isBusy(error) || performance.now() > deadline) throw error;
				}
				await sleep(PAUSE_MS);
			}
		}
	};
}

const isBusy = (error: unknown) => (error as { code?: unknown }).code === 'SQLITE_BUSY';
