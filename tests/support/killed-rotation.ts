import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runKilled } from './killed-command.ts';
import { openedIn, sealedWorld, stands, tokensOf } from './sealed-world.ts';

const CONNECTIONS = 3;

/** A folder as a Mooring leaves it that is not running, to be copied. */
export async function restingFolder(): Promise<{ folder: string; remove(): void }> {
	const world = await sealedWorld(CONNECTIONS);
	await world.db.destroy();
	return {
		folder: world.folder,
		remove: () => rmSync(world.folder, { recursive: true, force: true })
	};
}

/**
 * Kills `rotate-key` before a step, and looks: every text opens, and the next run brings the rotation to
 * its end with the key that was begun.
 * @returns false where it lived: it took fewer steps
 */
export async function surviveKill(resting: string, killAt: number): Promise<boolean> {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-killed-'));
	try {
		cpSync(resting, folder, { recursive: true });
		const killed = await runKilled(folder, ['rotate-key'], killAt);
		const whole = { isLocked: false, texts: tokensOf(CONNECTIONS), closed: 0 };
		const at = `killed at step ${String(killAt)}: ${killed.output}`;
		expect(await openedIn(folder), at).toMatchObject(whole);
		if (killed.signal === null) {
			expect(killed.code, at).toBe(0);
			return false;
		}
		const begun = newestKey(folder);
		const next = await runKilled(folder, ['rotate-key'], 0);
		expect(next.code, next.output).toBe(0);
		const after = await openedIn(folder);
		expect(after, at).toMatchObject(whole);
		expect(after.keyIds, at).toHaveLength(1);
		expect(stands(folder, 'v1.1.'), at).toBe(false);
		const isOver = begun.isAlone && begun.id !== '1';
		if (begun.id !== '1' && !isOver) expect(newestKey(folder).id, at).toBe(begun.id);
		return true;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function newestKey(folder: string) {
	const text = readFileSync(join(folder, 'secret.key'), 'utf8').trim();
	const [first = ''] = text.split(',');
	return { id: first.includes(':') ? first.split(':')[0] : '1', isAlone: !text.includes(',') };
}
