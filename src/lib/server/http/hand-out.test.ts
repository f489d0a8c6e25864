import type { RequestEvent } from '@sveltejs/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import type { App } from '../app.ts';
import { days } from '../clock.ts';
import type { ActionId } from '../keys/actions.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { handOut } from './hand-out.ts';

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
});
afterEach(() => world.close());

/** What a program is told that asks there for the token. */
async function asked(origin: string, actions: ActionId[] = ['token.read']) {
	const { db, vault, clock, deps } = world;
	const { providers } = deps;
	const meta = { graphVersion: 'v25.0', hosts: { instagram: { graph: 'https://graph.test' } } };
	const app = { db, vault, clock, providers, renewal: deps, settings: { meta } };
	const key = { id: 'aB3dE6gH', creatorId: 'ada', name: 'Rails', actions };
	const event = {
		request: new Request('http://localhost/', { headers: {} }),
		locals: { originAsked: new URL(origin) },
		getClientAddress: () => '192.0.2.7'
	};
	try {
		return await handOut(
			app as unknown as App,
			key as never,
			await world.row(),
			event as unknown as RequestEvent
		);
	} catch (error) {
		if (!(error instanceof ToolRefusal)) throw error;
		return [error.status, error.code, error.message];
	}
}
const HTTPS = 'https://mooring.example.org';
const taken = () => world.db.selectFrom('auditLog').selectAll().execute();

describe('the token', () => {
	it.each([HTTPS, 'http://localhost:3000', 'http://mooring:3000', 'http://192.168.1.9'])(
		'is handed out at %s',
		async (origin) => {
			expect(await asked(origin)).toEqual({
				accessToken: 'IGAAa-0',
				tokenType: 'bearer',
				host: 'https://graph.test',
				version: 'v25.0',
				accountId: 'a',
				issuedAt: '2027-01-01T00:00:00.000Z',
				expiresAt: '2027-03-02T00:00:00.000Z',
				refetchAt: '2027-01-08T00:00:00.000Z',
				appSecretProof: null
			});
			expect(await taken()).toMatchObject([{ kind: 'token_taken', creatorId: 'ada' }]);
		}
	);

	it.each(['http://mooring.example.org', 'http://203.0.113.9', 'http://[2001:db8::1]'])(
		'is not handed out over plain http at %s',
		async (origin) => {
			expect(await asked(origin)).toMatchObject([403, 'https_needed', expect.any(String)]);
			expect(await taken()).toEqual([]);
		}
	);

	it('needs its action', async () => {
		expect(await asked(HTTPS, ['publish'])).toMatchObject([
			403,
			'action_not_allowed',
			expect.any(String)
		]);
	});

	it('is renewed first where that is due, and told with its new times', async () => {
		world.clock.time = START + days(8);
		expect(await asked(HTTPS)).toMatchObject({
			accessToken: 'IGAAa-1',
			issuedAt: '2027-01-09T00:00:00.000Z'
		});
	});

	it.each([
		[{ disconnectedAt: 1 }, 'disconnected', 'This account was disconnected in Mooring.'],
		[{ endedCause: 'password_changed' as const, endedAt: 1 }, 'needs_reconnect', /password/],
		[{ tokenSealed: null }, 'needs_reconnect', 'The token of this account has ended.'],
		[{ expiresAt: START }, 'needs_reconnect', 'The token of this account has ended.'],
		[{ tokenSealed: 'v1.1.a.b.c' }, 'locked', /locked/]
	])('that is not there is 409: %j', async (facts, code, sentence) => {
		await world.change(facts);
		const answer = await asked(HTTPS);
		expect(answer).toMatchObject([409, code, expect.stringMatching(sentence)]);
		expect(await taken()).toEqual([]);
	});
});
