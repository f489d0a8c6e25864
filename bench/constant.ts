import Database from 'better-sqlite3';
import { copyFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFile } from '../src/lib/server/database/open.ts';
import { keyFile } from '../src/lib/server/vault/key-file.ts';
import { type App, build, started } from './apps.ts';
import { type Keep, tempFolder } from './ending.ts';
import type { Home } from './home.ts';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = [
	'bin',
	'package.json',
	'package-lock.json',
	'src',
	'static',
	'svelte.config.js',
	'tests/clients',
	'tsconfig.json',
	'vite.config.ts'
];
const CONSTANT = `export const GET = () => Response.json({ creator: { id: 'aa6d4e2e-5d5c-4c36-9d9d-6c1b3b0b9c11', name: 'ada.draws', isOwner: true } });\n`;

/**
 * A second build of Mooring whose `GET /api/user` answers a constant: what all that stands before a
 * route costs, and so the limit for the route itself. It runs on a copy of the data of `home`.
 */
export async function withConstant(home: Home, keep: Keep): Promise<App> {
	const folder = tempFolder(keep);
	for (const source of SOURCES) {
		cpSync(join(ROOT, source), join(folder, source), { recursive: true });
	}
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	writeFileSync(join(folder, 'src/routes/api/user/+server.ts'), CONSTANT);
	process.stderr.write('Building Mooring with a constant answer…\n');
	await build(folder);
	const dataDir = join(folder, 'data');
	mkdirSync(dataDir, { mode: 0o700 });
	copyFileSync(keyFile(home.live.dataDir), keyFile(dataDir));
	const sqlite = new Database(databaseFile(home.live.dataDir));
	sqlite.prepare('VACUUM INTO ?').run(databaseFile(dataDir));
	sqlite.close();
	const { ORIGIN: _, ...env } = home.live.env;
	const app = await started(folder, { ...env, DATA_DIR: dataDir }, ['bin/start.mjs', 'start']);
	return keep(app, (one) => one.stop());
}
