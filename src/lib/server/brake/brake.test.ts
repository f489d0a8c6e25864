import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { minutes, seconds } from '../clock.ts';
import { openDatabase, type OpenDatabase } from '../database/open.ts';
import { type Brake, type Caller, openBrake } from './brake.ts';

let folder: string;
let ours: OpenDatabase;
let time: number;
let brake: Brake;
const open = () => openBrake({ db: ours.db, now: () => time });

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'mooring-brake-'));
	ours = openDatabase(join(folder, 'mooring.db'));
	time = Date.UTC(2027, 0, 1);
	await ours.db.insertInto('creators').values({ id: 'ada', createdAt: 1 }).execute();
	for (const id of ['a', 'b']) {
		await ours.db.insertInto('connections').values(connectionRow({ id })).execute();
	}
	brake = await open();
});
afterEach(async () => {
	await ours.db.destroy();
	rmSync(folder, { recursive: true });
});

const A = { id: 'a', provider: 'instagram' } as const;
const B = { id: 'b', provider: 'instagram' } as const;
const PAGE = { id: 'p', provider: 'facebook' } as const;

type Told = { app?: number; account?: number; regain?: number; code?: number; subcode?: number };
const hear = (connection: typeof A | typeof B | typeof PAGE, told: Told = {}) => {
	const { app, account, regain, code, subcode } = told;
	const headers = new Headers();
	if (app !== undefined) headers.set('x-app-usage', JSON.stringify({ call_count: app }));
	if (account !== undefined || regain !== undefined) {
		const use = { call_count: account ?? 100, estimated_time_to_regain_access: regain ?? 0 };
		headers.set('x-business-use-case-usage', JSON.stringify({ '1784': [use] }));
	}
	const body = code === undefined ? { id: '1' } : { error: { code, error_subcode: subcode } };
	const bytes = new TextEncoder().encode(JSON.stringify(body));
	return brake.heard(connection, { status: code === undefined ? 200 : 400, headers, bytes });
};
const wait = (connection: typeof A | typeof B | typeof PAGE, by: Caller) =>
	brake.mayCall(connection, by)?.waitMs ?? 0;
const ALL = ['background', 'tool', 'creator'] as const;
const waits = (connection: typeof A | typeof B | typeof PAGE) =>
	ALL.map((by) => wait(connection, by));

describe('what Meta says of its limits', () => {
	it.each([
		['little', 74.9, [0, 0, 0]],
		['75 percent', 75, [minutes(5), 0, 0]],
		['94 percent', 94.9, [minutes(5), 0, 0]],
		['95 percent', 95, [minutes(5), minutes(5), 0]],
		['more than there is', 140, [minutes(5), minutes(5), 0]]
	])(
		'%s: background work waits, then tools; a creator’s click goes on',
		async (_, account, held) => {
			await hear(A, { account });
			expect(waits(A)).toEqual(held);
			expect(waits(B)).toEqual([0, 0, 0]);
		}
	);

	it('of the app holds for all of its login, and for no other', async () => {
		await hear(A, { app: 96, account: 3 });
		expect(waits(B)).toEqual([minutes(5), minutes(5), 0]);
		expect(waits(PAGE)).toEqual([0, 0, 0]);
	});

	it('holds until the time that Meta tells', async () => {
		await hear(A, { account: 97, regain: 30 });
		expect(wait(A, 'tool')).toBe(minutes(30));
		time += minutes(30);
		expect(wait(A, 'tool')).toBe(0);
	});

	it('is over with the next answer that tells less', async () => {
		await hear(A, { account: 96 });
		await hear(A, { account: 40 });
		expect(waits(A)).toEqual([0, 0, 0]);
	});

	it('is not over with an answer that tells nothing', async () => {
		await hear(A, { account: 96 });
		await hear(A);
		expect(wait(A, 'tool')).toBe(minutes(5));
	});
});

describe('after a hold', () => {
	beforeEach(async () => {
		await hear(A, { account: 98 });
		time += minutes(5);
	});

	it('one call passes, and the others wait for what it brings', async () => {
		expect(wait(A, 'tool')).toBe(0);
		expect(wait(A, 'tool')).toBeGreaterThan(0);
		expect(wait(A, 'background')).toBeGreaterThan(0);
		await hear(A, { account: 97 });
		expect(wait(A, 'tool')).toBe(minutes(5));
	});

	it('all may call once its answer tells little, or nothing', async () => {
		expect(wait(A, 'tool')).toBe(0);
		await hear(A);
		expect([wait(A, 'tool'), wait(A, 'tool'), wait(A, 'background')]).toEqual([0, 0, 0]);
	});

	it('one more passes where the first brought no answer', () => {
		expect(wait(A, 'tool')).toBe(0);
		time += seconds(74);
		expect(wait(A, 'tool')).toBe(seconds(1));
		time += seconds(1);
		expect(wait(A, 'tool')).toBe(0);
	});
});

describe('a code of a limit', () => {
	it.each([17, 32, 613, 80_002])('%d: nobody calls for this connection', async (code) => {
		await hear(A, { code });
		expect(waits(A)).toEqual([minutes(5), minutes(5), minutes(5)]);
		expect(brake.mayCall(A, 'creator')?.code).toBe(code);
		expect(waits(B)).toEqual([0, 0, 0]);
	});

	it('4: nobody calls for any connection of the login', async () => {
		await hear(A, { code: 4 });
		expect(waits(B)).toEqual([minutes(5), minutes(5), minutes(5)]);
		expect(waits(PAGE)).toEqual([0, 0, 0]);
	});

	it('4 with 2207051 stops nobody', async () => {
		await hear(A, { code: 4, subcode: 2_207_051 });
		expect(waits(A)).toEqual([0, 0, 0]);
	});

	it('lasts as long as Meta tells', async () => {
		await hear(A, { code: 80_002, regain: 22 });
		expect(wait(A, 'creator')).toBe(minutes(22));
	});

	it('is one block for all that was under way', async () => {
		await hear(A, { code: 17 });
		time += seconds(3);
		await hear(A, { code: 17 });
		await hear(A);
		expect(wait(A, 'creator')).toBe(minutes(5) - seconds(3));
	});

	it('doubles up to an hour, and begins anew after a good answer', async () => {
		const lasted: number[] = [];
		for (let round = 0; round < 6; round += 1) {
			await hear(A, { code: 17 });
			lasted.push(wait(A, 'creator') / 60_000);
			time += wait(A, 'creator');
		}
		expect(lasted).toEqual([5, 10, 20, 40, 60, 60]);
		await hear(A);
		await hear(A, { code: 17 });
		expect(wait(A, 'creator')).toBe(minutes(5));
	});

	it('lets one tool pass at its end, and the creator', async () => {
		await hear(A, { code: 17 });
		time += minutes(5);
		expect([wait(A, 'tool'), wait(A, 'creator')]).toEqual([0, 0]);
		expect(wait(A, 'tool')).toBeGreaterThan(0);
	});

	it('outlives a restart, and its run too', async () => {
		await hear(A, { code: 4 });
		await hear(B, { code: 17, regain: 9 });
		brake = await open();
		expect(wait(A, 'creator')).toBe(minutes(5));
		expect(wait(B, 'creator')).toBe(minutes(9));
		time += minutes(10);
		brake = await open();
		await hear(A, { code: 4 });
		expect(wait(A, 'creator')).toBe(minutes(10));
	});

	it('is forgotten with a good answer, on the disk too', async () => {
		await hear(A, { code: 4 });
		time += minutes(5);
		await hear(B);
		expect(await ours.db.selectFrom('metaBlocks').selectAll().execute()).toEqual([]);
	});

	it('holds for no longer than a day where the clock went back', async () => {
		await hear(A, { code: 4 });
		time -= minutes(60 * 24 * 30);
		expect([wait(A, 'creator'), wait(A, 'tool')]).toEqual([0, 0]);
	});
});

it('a disk that stores nothing stops no answer', async () => {
	await ours.db.schema.dropTable('metaBlocks').execute();
	await expect(hear(A, { code: 4 })).resolves.toBeUndefined();
	expect(wait(A, 'creator')).toBe(minutes(5));
});
