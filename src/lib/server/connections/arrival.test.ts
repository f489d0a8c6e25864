import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { minutes, seconds } from '../clock.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import type { Connection } from '../database/schema.ts';
import { arrivalOf, arrivalOfSeveral } from './arrival.ts';
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

describe('several connections', () => {
	const several = (age = 0) => arrivalOfSeveral(database.db, creatorId, NOW + minutes(age));

	it('that one consent brought are an arrival together', async () => {
		await connect('a', { connectedAt: NOW });
		expect(await several()).toBeNull();
		await connect('b', { connectedAt: NOW + 20 });
		expect(await several()).toEqual({ isOwner: false });
		await database.db.transaction().execute((trx) => claimInstance(trx, creatorId, NOW));
		expect(await several(9)).toEqual({ isOwner: true });
		expect(await several(10)).toBeNull();
		expect(await arrival()).toBeNull();
	});

	it.each([
		['once a further one is there', { connectedAt: NOW + seconds(30) }],
		['once one is disconnected', { connectedAt: NOW, disconnectedAt: NOW, tokenSealed: null }]
	])('are no news %s', async (_name, third) => {
		await connect('a', { connectedAt: NOW });
		await connect('b', { connectedAt: NOW });
		await connect('c', third);
		expect(await several()).toBeNull();
	});
});
