import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AttemptWorld, attemptWorld } from '../../../../tests/support/attempt-world.ts';
import { CouldNotSend, MetaRefused, UnexpectedAnswer } from '../meta/errors.ts';
import type { Facts } from '../activity/line.ts';
import { revocationWords } from '../activity/reasons.ts';
import { disconnect } from './disconnect.ts';

let world: AttemptWorld;

beforeEach(async () => {
	world = attemptWorld();
	await world.claim();
});
afterEach(() => world.close());

async function disconnectIt(deps: Partial<Parameters<typeof disconnect>[0]> = {}) {
	const [connection] = await world.connections();
	if (!connection) throw new Error('nothing to disconnect');
	return disconnect(
		{
			...world.deps,
			provider: world.provider,
			address: null,
			...deps
		},
		connection
	);
}

const refusal = new MetaRefused({
	httpStatus: 400,
	code: 100,
	subcode: null,
	type: null,
	isTransient: false,
	words: 'Unsupported request'
});

describe('a disconnect', () => {
	it.each([
		['Meta agrees', null, 'revoked'],
		['Meta refuses', refusal, 'refused'],
		['Meta is silent', new CouldNotSend('timeout'), 'unreachable'],
		['Meta answers oddly', new UnexpectedAnswer('no JSON', 502), 'unreachable']
	])('erases the token and tells what came of it: %s', async (_name, error, outcome) => {
		if (error) world.provider.revoke.mockRejectedValueOnce(error);
		expect(await disconnectIt()).toMatchObject({ outcome });
		const [row] = await world.connections();
		expect(row).toMatchObject({
			tokenSealed: null,
			nextAttemptAt: null,
			revocationOutcome: outcome
		});
		expect(world.provider.revoke).toHaveBeenCalledWith(
			'IGAAfirst',
			{ timeoutMs: 5000 },
			'27640875392278831'
		);
		const lines = await world.db.selectFrom('auditLog').select(['kind', 'detail']).execute();
		expect(lines.at(-1)?.kind).toBe('disconnected');
		expect(JSON.parse(lines.at(-1)?.detail ?? '')).toMatchObject({ revocation: outcome });
		expect(JSON.stringify(lines)).not.toContain('IGAAfirst');
	});

	it('does not alarm where the app was removed at Instagram before', async () => {
		const removed = new MetaRefused({ ...refusal, code: 190, subcode: 458, words: 'gone' });
		world.provider.revoke.mockRejectedValueOnce(removed);
		const { outcome, message } = await disconnectIt();
		expect(outcome).toBe('refused');
		expect(message).toContain('nothing to revoke');
		const line = await world.db
			.selectFrom('auditLog')
			.select('detail')
			.where('kind', '=', 'disconnected')
			.executeTakeFirstOrThrow();
		const said = revocationWords(JSON.parse(line.detail) as Facts);
		expect(`${said}.`).toBe(message);
	});

	it('leaves no sealed byte in any file', async () => {
		const sealed = (await world.connections())[0]?.tokenSealed ?? '';
		expect(sealed).not.toBe('');
		const inFiles = () =>
			['mooring.db', 'mooring.db-wal'].some((name) =>
				readFileSync(join(world.folder, name)).includes(sealed)
			);
		expect(inFiles()).toBe(true);
		await disconnectIt();
		expect(inFiles()).toBe(false);
	});

	it('is done here before Meta is asked', async () => {
		world.provider.revoke.mockImplementationOnce(async () => {
			expect((await world.connections())[0]?.tokenSealed).toBeNull();
		});
		await disconnectIt();
		expect(world.provider.revoke).toHaveBeenCalledOnce();
	});

	it('is in the audit log before Meta is asked', async () => {
		world.provider.revoke.mockImplementationOnce(async () => {
			const lines = await world.db.selectFrom('auditLog').select(['kind', 'detail']).execute();
			expect(lines.at(-1)).toMatchObject({ kind: 'disconnected' });
			expect(lines.at(-1)?.detail).toContain('not_tried');
		});
		await disconnectIt();
		expect(world.provider.revoke).toHaveBeenCalledOnce();
	});

	it('fences off a renewal that is under way', async () => {
		const before = (await world.connections())[0]?.tokenVersion ?? 0;
		await disconnectIt();
		expect((await world.connections())[0]?.tokenVersion).toBe(before + 1);
	});

	it('twice is fine and does not ask Meta again', async () => {
		await disconnectIt();
		expect(await disconnectIt()).toMatchObject({ outcome: 'not_tried' });
		expect(world.provider.revoke).toHaveBeenCalledOnce();
		expect((await world.connections())[0]?.revocationOutcome).toBe('revoked');
	});

	it('is refused while locked, and changes nothing', async () => {
		const locked = { isLocked: true, seal: vi.fn(), open: vi.fn() };
		await expect(disconnectIt({ vault: locked })).rejects.toMatchObject({
			code: 'locked',
			status: 409
		});
		expect((await world.connections())[0]?.tokenSealed).not.toBeNull();
	});

	it('of a row that was tampered with erases it without asking Meta', async () => {
		await world.db.updateTable('connections').set({ tokenSealed: 'v1.1.x.y.z' }).execute();
		expect(await disconnectIt()).toMatchObject({ outcome: 'not_tried' });
		expect(world.provider.revoke).not.toHaveBeenCalled();
		expect((await world.connections())[0]?.tokenSealed).toBeNull();
	});

	it('without the login that connected it still erases', async () => {
		expect(await disconnectIt({ provider: null })).toMatchObject({ outcome: 'not_tried' });
		expect((await world.connections())[0]?.tokenSealed).toBeNull();
	});
});
