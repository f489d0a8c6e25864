import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AttemptWorld, attemptWorld } from '../../../../tests/support/attempt-world.ts';
import { days } from '../clock.ts';
import { makeInvitation } from '../creators/invitations.ts';
import { hashOf } from '../opaque-secret.ts';
import { authorizationURL, prepareAttempt, type StartRequest } from './start.ts';

let world: AttemptWorld;
let me: Awaited<ReturnType<AttemptWorld['claim']>>;
let session: StartRequest['session'];
beforeEach(async () => {
	world = attemptWorld();
	me = await world.claim();
	session = { creatorId: me.creatorId, hash: me.signedIn.sessionHash };
});
afterEach(() => world.close());

const start = (request: Partial<StartRequest>) =>
	prepareAttempt(world.deps, {
		provider: 'instagram',
		scopes: null,
		declinedBefore: [],
		connectionId: null,
		session: null,
		claimCode: null,
		invitationCode: null,
		confirms: null,
		network: '192.0.2.1',
		...request
	});

async function invite(now = Date.now()) {
	const origin = new URL('https://mooring.test');
	const link = await makeInvitation(world.db, me.creatorId, origin, now);
	return link.split('/').at(-1) ?? '';
}

describe('an invitation', () => {
	it('is carried by the attempt of who is signed out, as its hash', async () => {
		const code = await invite();
		const attempt = await start({ invitationCode: code });
		expect(attempt).toMatchObject({ invitationHash: hashOf(code), creatorId: null });
		expect(JSON.stringify(attempt)).not.toContain(code);
	});

	it('is not carried by who is signed in, nor where it is unknown or too old', async () => {
		const codes = ['unknown', await invite(Date.now() - days(7))];
		expect(await start({ session, invitationCode: await invite() })).toMatchObject({
			invitationHash: null
		});
		for (const invitationCode of codes) {
			expect(await start({ invitationCode })).toMatchObject({ invitationHash: null });
		}
	});
});

describe('a proof of who it is', () => {
	it.each(['instagram', 'facebook'] as const)(
		'makes %s ask anew, for nothing more',
		async (one) => {
			const attempt = await start({ provider: one, session, confirms: '/settings/delete' });
			expect(attempt).toMatchObject({
				askAgain: 'account',
				confirms: '/settings/delete',
				creatorId: me.creatorId,
				connectionId: null
			});
			const asked: unknown[] = [];
			const provider = {
				...world.deps.providers[one],
				createAuthorizationURL: (...given: unknown[]) => {
					asked.push(given[2]);
					return new URL('https://meta.test');
				}
			};
			authorizationURL({ providers: { [one]: provider } }, { secret: 's' }, attempt);
			expect(asked).toEqual([{ forceReauth: true, isRerequest: false }]);
		}
	);

	it('is no reconnect and takes no invitation along', async () => {
		const request = { confirms: '/settings', connectionId: me.connectionId };
		expect(await start({ ...request, session })).toMatchObject({ connectionId: null });
		expect(await start({ ...request, invitationCode: await invite() })).toMatchObject({
			invitationHash: null,
			askAgain: 'account'
		});
	});
});
