import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	activityWorld,
	type ActivityWorld,
	NOW
} from '../../../../tests/support/activity-world.ts';
import { readSettings } from '../settings/settings.ts';
import { markSetting } from '../vault/keyring.ts';
import { noteSettings } from './setting-changes.ts';
import { namedSettings } from './setting-names.ts';

const ONE = { id: '1', key: Buffer.alloc(32, 7) };
const TWO = { id: '2', key: Buffer.alloc(32, 8) };
const SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const ENV = {
	ORIGIN: 'https://mooring.example.org',
	DATA_DIR: '/srv/mooring',
	INSTAGRAM_CLIENT_ID: '990602627938098',
	INSTAGRAM_CLIENT_SECRET: SECRET
};

let world: ActivityWorld;
beforeEach(async () => {
	world = await activityWorld();
});
afterEach(() => world.close());

/** A start with these settings and these keys, newest first. */
async function start(
	env: Record<string, string> = {},
	keys: [typeof ONE, ...(typeof ONE)[]] = [ONE]
) {
	const before = (await world.lines()).length;
	const marker = {
		currentId: keys[0].id,
		mark: (id: string, text: string) => markSetting(keys, id, text)
	};
	const settings = namedSettings(readSettings({ ...ENV, ...env }));
	await noteSettings(world.db, settings, marker, NOW);
	return (await world.lines())
		.slice(before)
		.map(({ kind, detail }) => [kind, (JSON.parse(detail) as { names: string }).names]);
}
const changed = (names: string) => [['settings_changed', names]];

describe('a start', () => {
	it('says nothing the first time, and nothing where nothing changed', async () => {
		expect(await start()).toEqual([]);
		expect(await start()).toEqual([]);
	});

	it('names what changed since the start before, once', async () => {
		await start();
		const now = { REFRESH_AFTER_DAYS: '10', INSTAGRAM_CLIENT_SECRET: SECRET.replace('a', 'b') };
		expect(await start(now)).toEqual(changed('INSTAGRAM_CLIENT_SECRET, REFRESH_AFTER_DAYS'));
		expect(await start(now)).toEqual([]);
		expect(await start()).toEqual(changed('INSTAGRAM_CLIENT_SECRET, REFRESH_AFTER_DAYS'));
	});

	it('names a secret that was rotated, and that the old one is still accepted', async () => {
		await start();
		const rotated = {
			INSTAGRAM_CLIENT_SECRET: 'b1b2c3d4e5f60718293a4b5c6d7e8f90',
			INSTAGRAM_CLIENT_SECRET_PREVIOUS: SECRET
		};
		expect(await start(rotated)).toEqual(
			changed('INSTAGRAM_CLIENT_SECRET, INSTAGRAM_CLIENT_SECRET_PREVIOUS')
		);
	});

	it('does not count a redirect address that follows ORIGIN', async () => {
		await start();
		expect(await start({ ORIGIN: 'https://other.example.org' })).toEqual(changed('ORIGIN'));
	});

	it('tells of a new key, and of what changed beside it as long as the old one is there', async () => {
		await start();
		expect(await start({ LOG_LEVEL: 'debug' }, [TWO, ONE])).toEqual(
			changed('LOG_LEVEL, SECRET_KEY')
		);
		expect(await start({ LOG_LEVEL: 'debug' }, [TWO])).toEqual([]);
		expect(await start({ LOG_LEVEL: 'debug' }, [ONE])).toEqual(changed('SECRET_KEY'));
	});

	it('does not call a setting changed that it never saw before', async () => {
		await start();
		await world.db.deleteFrom('settingMarks').where('name', '=', 'LOG_LEVEL').execute();
		expect(await start({ LOG_LEVEL: 'debug' })).toEqual([]);
		expect(await start()).toEqual(changed('LOG_LEVEL'));
	});

	it('stores no value, and nothing that could be made without the key', async () => {
		await start();
		const stored = JSON.stringify(await world.db.selectFrom('settingMarks').selectAll().execute());
		for (const value of Object.values(ENV)) expect(stored).not.toContain(value);
		const row = await world.db
			.selectFrom('settingMarks')
			.selectAll()
			.where('name', '=', 'INSTAGRAM_CLIENT_SECRET')
			.executeTakeFirstOrThrow();
		const text = `INSTAGRAM_CLIENT_SECRET\n${JSON.stringify(SECRET)}`;
		expect(row.mark).toBe(markSetting([ONE], '1', text));
		const plain = createHmac('sha256', ONE.key).update(text).digest('base64url');
		expect([markSetting([TWO], '2', text), plain]).not.toContain(row.mark);
	});
});
