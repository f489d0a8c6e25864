import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StartError } from '../errors.ts';
import { lockInstance } from './instance-lock.ts';
import { openDatabase } from './open.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-lock-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true });
});

it('lets one server have a data folder, and the next one once it is done', () => {
	const first = lockInstance(folder);
	expect(() => lockInstance(folder)).toThrow(StartError);
	expect(() => lockInstance(folder)).toThrow(/Another Mooring is running/);
	first.release();
	lockInstance(folder).release();
});

it('is closed to others, and keeps no command from the database', async () => {
	const lock = lockInstance(folder);
	expect(statSync(join(folder, 'instance.lock')).mode & 0o777).toBe(0o600);
	const { db } = openDatabase(join(folder, 'mooring.db'));
	expect(await db.selectFrom('creators').selectAll().execute()).toEqual([]);
	await db.destroy();
	lock.release();
});

it('ends with the process, however that ends', async () => {
	const program = join(folder, 'server.mjs');
	const place = new URL('./instance-lock.ts', import.meta.url).href;
	writeFileSync(
		program,
		`const { lockInstance } = await import(${JSON.stringify(place)});
		 lockInstance(${JSON.stringify(folder)});
		 process.send('locked');
		 setInterval(() => {}, 1000);`
	);
	const server = fork(program);
	await new Promise((resolve) => server.once('message', resolve));
	expect(() => lockInstance(folder)).toThrow(StartError);
	const ended = new Promise((resolve) => server.once('exit', resolve));
	server.kill('SIGKILL');
	await ended;
	lockInstance(folder).release();
});
