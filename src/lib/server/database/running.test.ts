import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type InstanceLock, lockInstance } from './instance-lock.ts';
import { forgetRunning, noteRunning, readRunning } from './running.ts';

const running = {
	origin: 'http://localhost:4950',
	mode: 'practice' as const,
	pid: 7,
	simulatorPort: 4951
};
let folder: string;
let lock: InstanceLock;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-running-'));
	lock = lockInstance(folder);
});
afterEach(() => {
	lock.release();
	rmSync(folder, { recursive: true });
});

it('a running server is found by the word that it left, which others cannot read', () => {
	expect(readRunning(folder)).toBeNull();
	noteRunning(folder, { ...running, origin: 'http://localhost:1' });
	noteRunning(folder, running);
	expect(readRunning(folder)).toEqual(running);
	expect(statSync(join(folder, 'running.json')).mode & 0o777).toBe(0o600);
	forgetRunning(folder);
	expect(readRunning(folder)).toBeNull();
});

it('the word of a server that was killed outright counts for nothing', () => {
	noteRunning(folder, running);
	lock.release();
	expect(readRunning(folder)).toBeNull();
	lock = lockInstance(folder);
});

it('to ask leaves nothing in the folder, and the next server can have it', () => {
	noteRunning(folder, running);
	lock.release();
	const before = readdirSync(folder).sort();
	readRunning(folder);
	expect(readdirSync(folder).sort()).toEqual(before);
	lock = lockInstance(folder);
	expect(readRunning(folder)).toEqual(running);
});

it.each(['', '{', '{"origin":"javascript:alert(1)","mode":"live","pid":1,"simulatorPort":null}'])(
	'what is no word of a server, %j, counts for nothing',
	(text) => {
		writeFileSync(join(folder, 'running.json'), text);
		expect(readRunning(folder)).toBeNull();
	}
);
