import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockInstance } from './instance-lock.ts';
import { finishRestore, type Moves, putInPlace } from './put-in-place.ts';
import { writeSecretFile } from './secret-file.ts';
import { dropWorkingFolders } from './working-folder.ts';

const FROM = 'working-0123456789ab';
const BEFORE = 'before-restore-20261129T030000Z';
const WHAT = { from: FROM, before: BEFORE };

let folder: string;
const at = (...names: string[]) => join(folder, ...names);
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-place-'));
	for (const [name, text] of [
		['mooring.db', 'old'],
		['mooring.db-wal', 'old log'],
		['mooring.db-shm', 'old'],
		['mooring.db.schema-17', 'older'],
		['secret.key', 'old key'],
		['claim.code', 'stays']
	] as const) {
		writeFileSync(at(name), text);
	}
	mkdirSync(at('pictures'));
	writeFileSync(at('pictures', 'a'), 'old picture');
	mkdirSync(at(FROM, 'pictures'), { recursive: true });
	writeFileSync(at(FROM, 'mooring.db'), 'new');
	writeFileSync(at(FROM, 'secret.key'), 'new key');
	writeFileSync(at(FROM, 'pictures', 'b'), 'new picture');
});
afterEach(() => rmSync(folder, { recursive: true }));

class Killed extends Error {}

/** Dies before, or right after, the nth thing that it does. */
function dyingAt(step: number, when: 'before' | 'after'): Moves & { steps: () => number } {
	let steps = 0;
	const dying =
		<Args extends unknown[]>(act: (...args: Args) => void) =>
		(...args: Args) => {
			steps += 1;
			if (steps === step && when === 'before') throw new Killed();
			act(...args);
			if (steps === step) throw new Killed();
		};
	return { rename: dying(renameSync), note: dying(writeSecretFile), steps: () => steps };
}

const isOld = () =>
	readFileSync(at('mooring.db'), 'utf8') === 'old' &&
	readFileSync(at('mooring.db-wal'), 'utf8') === 'old log' &&
	readFileSync(at('secret.key'), 'utf8') === 'old key' &&
	existsSync(at('pictures', 'a'));
const isNew = () =>
	readFileSync(at('mooring.db'), 'utf8') === 'new' &&
	!existsSync(at('mooring.db-wal')) &&
	readFileSync(at('secret.key'), 'utf8') === 'new key' &&
	readdirSync(at('pictures')).join() === 'b';

it('what is restored takes the place of what was there, which is kept', () => {
	expect(putInPlace(folder, WHAT).sort()).toEqual([
		'mooring.db',
		'mooring.db-shm',
		'mooring.db-wal',
		'mooring.db.schema-17',
		'pictures',
		'secret.key'
	]);
	expect(isNew()).toBe(true);
	expect(readdirSync(folder).sort()).toEqual([
		BEFORE,
		'claim.code',
		'mooring.db',
		'pictures',
		'secret.key'
	]);
	expect(readFileSync(at(BEFORE, 'mooring.db-wal'), 'utf8')).toBe('old log');
});

it('a key stays where none comes along', () => {
	rmSync(at(FROM, 'secret.key'));
	putInPlace(folder, WHAT);
	expect(readFileSync(at('secret.key'), 'utf8')).toBe('old key');
});

describe.each(['before', 'after'] as const)('killed %s any step', (when) => {
	it('the folder holds the old instance, or the new one once it is finished', () => {
		for (let step = 1; ; step += 1) {
			const moves = dyingAt(step, when);
			let isKilled = false;
			try {
				putInPlace(folder, WHAT, moves);
			} catch {
				isKilled = true;
			}
			if (!isKilled) {
				expect(step).toBeGreaterThan(10);
				return;
			}
			const isDecided = existsSync(at('restore.json'));
			// What tidies up meanwhile takes nothing that is needed.
			if (isDecided) dropWorkingFolders(folder);
			finishRestore(folder, { isLocked: false });
			expect(isDecided ? isNew() : isOld(), `step ${String(step)}`).toBe(true);
			expect(existsSync(at('restore.json'))).toBe(false);
			if (isDecided) startOver();
		}
	});

	function startOver() {
		for (const name of readdirSync(at(BEFORE))) {
			rmSync(at(name), { recursive: true, force: true });
			renameSync(at(BEFORE, name), at(name));
		}
		rmSync(at(BEFORE), { recursive: true });
		mkdirSync(at(FROM, 'pictures'), { recursive: true });
		writeFileSync(at(FROM, 'mooring.db'), 'new');
		writeFileSync(at(FROM, 'secret.key'), 'new key');
		writeFileSync(at(FROM, 'pictures', 'b'), 'new picture');
		expect(isOld()).toBe(true);
	}
});

it('a command waits for none that is under way, and reads no broken note', () => {
	expect(() => putInPlace(folder, WHAT, dyingAt(3, 'before'))).toThrow();
	const lock = lockInstance(folder);
	expect(() => finishRestore(folder, { isLocked: false })).toThrow('A restore is under way here');
	lock.release();
	writeFileSync(at('restore.json'), '{');
	expect(() => finishRestore(folder, { isLocked: false })).toThrow('cannot be read, and nothing');
});
