import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile, openDatabase } from '../database/open.ts';
import { beat } from '../renewal/beat.ts';
import { readSettings, SettingsError } from '../settings/settings.ts';
import { networkReader } from '../setup/network.ts';
import { loadKeys } from '../vault/key-file.ts';
import { unlock } from '../vault/unlock.ts';
import { run, runWithoutSettings } from './doctor.ts';

const SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const APP = {
	ORIGIN: 'https://mooring.ada.example',
	INSTAGRAM_CLIENT_ID: '990602627938098',
	INSTAGRAM_CLIENT_SECRET: SECRET,
	BACKUP_KEY: 'canary of the key for backups'
};

let folder: string;
let lines: string[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-doctor-'));
	lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function doctor(env: Record<string, string>, isReached = true) {
	const settings = readSettings({ DATA_DIR: join(folder, 'data'), ...env });
	const network = networkReader({
		now: Date.now,
		probe: (address) =>
			Promise.resolve({ address, isReached, skewMs: isReached ? 0 : null, systemCode: null })
	});
	return run(settings, [], (line) => lines.push(line), network, join(folder, '.env'));
}

async function started(beatAt: number) {
	const settings = readSettings({ DATA_DIR: join(folder, 'data') });
	const keys = loadKeys(settings, { mayCreate: true });
	const { db } = openDatabase(databaseFile(settings.dataDir));
	await unlock(db, keys, Date.now());
	await beat(db, beatAt);
	await db.destroy();
}

describe('doctor', () => {
	it('says that no backups are made without BACKUP_KEY, and never tells the key', async () => {
		await started(Date.now());
		await doctor(APP);
		expect(lines.join('\n')).toContain('fine     Backups are made every day');
		expect(lines.join('\n')).not.toContain('canary');
		lines = [];
		const { BACKUP_KEY: _, ...without } = APP;
		await doctor(without);
		expect(lines.join('\n')).toContain('warning  No backups are made: BACKUP_KEY is not set.');
	});

	it('before the first start warns, makes nothing and ends with 0', async () => {
		expect(await doctor(APP)).toBe(0);
		expect(lines.join('\n')).toContain('warning  There is no database yet');
		expect(existsSync(join(folder, 'data'))).toBe(false);
		expect(readdirSync(folder)).toEqual([]);
	});

	it('of a running instance finds all fine', async () => {
		await started(Date.now());
		expect(await doctor(APP)).toBe(0);
		expect(lines.at(-1)).toBe('All fourteen checks are fine.');
		expect(lines.every((line) => line.startsWith('fine ') || line === lines.at(-1))).toBe(true);
	});

	it('of a stopped one says so, which is no fault', async () => {
		await started(Date.now() - 200_000);
		expect(await doctor(APP)).toBe(0);
		expect(lines.join('\n')).toContain('warning  Mooring is not running');
	});

	it('ends with 1 where something is wrong, and shows no secret', async () => {
		await started(Date.now());
		expect(await doctor(APP, false)).toBe(1);
		expect(lines[0]).toMatch(/^wrong {4}This machine does not reach Meta/);
		expect(await doctor({ ORIGIN: APP.ORIGIN })).toBe(1);
		rmSync(join(folder, 'data', 'secret.key'));
		lines = [];
		expect(await doctor(APP)).toBe(1);
		expect(lines[0]).toMatch(/^wrong {4}The key file is missing/);
		expect(lines.join('\n')).not.toContain(SECRET.slice(0, 6));
	});

	it.each([0o644, 0o640, 0o604, 0o622])(
		'tells of secrets that others can reach (mode %o), wherever they stand',
		async (mode) => {
			await started(Date.now());
			const files = ['.env', 'app-secret', join('data', 'mooring.db.copy')];
			for (const name of files) writeFileSync(join(folder, name), SECRET, { mode: 0o600 });
			const env = {
				ORIGIN: APP.ORIGIN,
				INSTAGRAM_CLIENT_ID: APP.INSTAGRAM_CLIENT_ID,
				INSTAGRAM_CLIENT_SECRET_FILE: join(folder, 'app-secret')
			};
			expect(await doctor(env)).toBe(0);
			lines = [];
			for (const name of [...files, join('data', 'secret.key')])
				chmodSync(join(folder, name), mode);
			expect(await doctor(env)).toBe(1);
			const told = lines.join('\n');
			expect(told).toContain('let other users of this machine at .env.');
			expect(told).toContain(
				'let other users of this machine at the file that INSTAGRAM_CLIENT_SECRET_FILE names.'
			);
			expect(told).toContain('let other users of this machine at mooring.db.copy.');
			expect(told).toContain('The key file is open to others');
			expect(told.match(/Run chmod 600/g)).toHaveLength(4);
			expect(told).not.toContain(SECRET);
		}
	);

	it('tells of a key file that others can read where SECRET_KEY took its place, too', async () => {
		await started(Date.now());
		const file = join(folder, 'data', 'secret.key');
		chmodSync(file, 0o644);
		await doctor({ ...APP, SECRET_KEY: readFileSync(file, 'utf8').trim() });
		expect(lines.join('\n')).toContain('The key file is open to others');
	});

	it('tells of certificates that are not checked', async () => {
		await started(Date.now());
		expect(await doctor({ ...APP, NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe(1);
		expect(lines[0]).toMatch(/^wrong {4}Certificates are not checked: .+\.$/);
		expect(lines[1]).toContain('Remove it and start Mooring again');
	});

	it('without readable settings lists what is wrong with them', () => {
		const error = new SettingsError(['ORIGIN is odd.', 'PORT is odd.']);
		expect(runWithoutSettings(error, (line) => lines.push(line))).toBe(1);
		expect(lines).toEqual([
			'wrong    ORIGIN is odd.',
			'wrong    PORT is odd.',
			'2 settings cannot work, and nothing else could be checked.'
		]);
	});
});
