import { rmSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Practice begins anew at each start of the server: its pretend accounts live as long as the
 * simulator's memory does. Touches nothing but the folder `practice` that the settings made.
 * @param {{ practice: object | null, dataDir: string }} settings
 */
export function emptyPracticeData({ practice, dataDir }) {
	if (!practice || basename(dataDir) !== 'practice') return;
	rmSync(dataDir, { recursive: true, force: true });
}
