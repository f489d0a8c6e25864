import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { minutes } from '../clock.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import type { Connection } from '../database/schema.ts';
import { arrivalOf } from './arrival.ts';
import { claimInstance } from '../creators/claim.ts';
import { addCreator } from '../creators/creator.ts';

const NOW = Date.UTC(2027, 0, 1);
let folder: string;
let database: OpenDatabase;
let creatorId: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-arrival-'));
	database = openDatabase(join(folder, 'mooring.db'));
	creatorId = await addCreator(database.db, NOW);
});
afterEach(async () => {
	await database.db.destroy();
	rmSync(folder, { recursive: true });
});

const connect = (id: string, facts: Partial<Connection> = {}) =>
	database.db
		.insertInto('connections')
		.values(connectionRow({ id, creatorId, ...facts }))
		.execute();
const arrival = (age = 0) => arrivalOf(database.db, creatorId, NOW + minutes(age));

describe('the first connection', () => {
	it('is an arrival, of an owner or of who was invited', async () => {
		await connect('a');
		expect(await arrival()).toEqual({ isOwner: false });
		await database.db.transaction().execute((trx) => claimInstance(trx, creatorId, NOW));
		expect(await arrival(9)).toEqual({ isOwner: true });
	});

	it.each([10, -1])('is no news after %i minutes', async (age) => {
		await connect('a');
		expect(await arrival(age)).toBeNull();
	});

	it('is no news once there is a second one', async () => {
		await connect('a');
		await connect('b');
		expect(await arrival()).toBeNull();
	});

	it('is no arrival once it is disconnected, or its card is removed', async () => {
		expect(await arrival()).toBeNull();
		await connect('a', { disconnectedAt: NOW, tokenSealed: null });
		expect(await arrival()).toBeNull();
	});
});
