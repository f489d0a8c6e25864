import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Practice begins anew at each start of the server: its pretend accounts live as long as the
 * simulator's memory does. Touches nothing but the folder `practice` that the settings made, and
 * that only while no other Mooring uses it.
 * @param {{ practice: object | null, dataDir: string }} settings
 * @throws {Error} StartError with its sentence, where another practice runs in this folder
 */
export async function emptyPracticeData({ practice, dataDir }) {
	if (!practice || basename(dataDir) !== 'practice' || !existsSync(dataDir)) return;
	const { lockInstance } = await import('../src/lib/server/database/instance-lock.ts');
	const lock = lockInstance(dataDir);
	for (const name of readdirSync(dataDir)) {
		if (name !== 'instance.lock') rmSync(join(dataDir, name), { recursive: true, force: true });
	}
	lock.release();
}
