/** Waits between tries in milliseconds: about five seconds in all. */
const WAITS = [100, 200, 400, 800, 1600, 2000];

/**
 * Tries a write again while the database is busy or full: what it would lose cannot be had again.
 * @throws the last error of the database, or any other error at once
 */
export async function retryWhileBusy<Result>(
	write: () => Promise<Result>,
	sleep: (ms: number) => Promise<unknown>
): Promise<Result> {
	for (const wait of WAITS) {
		try {
			return await write();
		} catch (error) {
			if (!isOfDatabase(error)) throw error;
			await sleep(wait);
		}
	}
	return write();
}

/** Whether SQLite refused: it is busy, full, or may not be written. */
export const isOfDatabase = (error: unknown) =>
	error instanceof Error &&
	'code' in error &&
	typeof error.code === 'string' &&
	error.code.startsWith('SQLITE_');
