import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StartError } from '../errors.ts';
import { lockInstance } from './instance-lock.ts';
import { openDatabase } from './open.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-lock-'));
});
let server: ChildProcess | undefined;
afterEach(() => {
	server?.kill('SIGKILL');
	rmSync(folder, { recursive: true });
});

it('lets one server have a data folder, and the next one once it is done', () => {
	const first = lockInstance(folder);
	expect(() => lockInstance(folder)).toThrow(StartError);
	expect(() => lockInstance(folder)).toThrow(/Another Mooring is running/);
	expect(readdirSync(folder).filter((name) => name.startsWith('instance.lock.'))).toEqual([]);
	first.release();
	lockInstance(folder).release();
});

it('is not told of another Mooring by a disk that refuses every lock', () => {
	openDatabase(join(folder, 'mooring.db')).sqlite.close();
	const refuse = () => {
		throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
	};
	vi.spyOn(Database.prototype, 'exec').mockImplementation(refuse);
	vi.spyOn(Database.prototype, 'pragma').mockImplementation(refuse);
	try {
		for (const open of [
			() => lockInstance(folder),
			() => openDatabase(join(folder, 'mooring.db'))
		]) {
			expect(open).toThrow(StartError);
			expect(open).toThrow(
				/its disk refuses the locks .* set DATA_DIR to a folder on a local disk/
			);
		}
	} finally {
		vi.restoreAllMocks();
	}
	expect(readdirSync(folder).sort()).toEqual(['instance.lock', 'mooring.db']);
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
		 // What nobody keeps is gone after that.
		 for (let at = 0; at < 3; at += 1) {
			gc();
			await new Promise((resolve) => setTimeout(resolve, 1));
		 }
		 process.send('locked');
		 setInterval(() => {}, 1000);`
	);
	const child = fork(program, { execArgv: ['--expose-gc'] });
	server = child;
	await new Promise((resolve) => child.once('message', resolve));
	expect(() => lockInstance(folder)).toThrow(StartError);
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGKILL');
	await ended;
	lockInstance(folder).release();
});
