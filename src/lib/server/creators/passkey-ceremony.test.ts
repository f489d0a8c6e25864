import { describe, expect, it } from 'vitest';
import { softwarePasskey } from '../../../../tests/support/authenticator.ts';
import {
	checkAnswer,
	creationOptions,
	credentialIdIn,
	readNewPasskey,
	requestOptions
} from './passkey-ceremony.ts';

const PARTY = { id: 'mooring.test', origin: 'https://mooring.test:8443' };
const HERE = { rpId: PARTY.id, origin: PARTY.origin };
const CHALLENGE = Buffer.alloc(32, 7).toString('base64url');
const OTHER_CHALLENGE = Buffer.alloc(32, 8).toString('base64url');
const CREATOR = '5f0c1a52-7a40-4b1c-9b62-0b8c5a7a9d11';
const REFUSED = { code: 'passkey_refused', status: 403 };

type Told = Parameters<ReturnType<typeof softwarePasskey>['get']>[1];

async function added(counter = 0) {
	const device = softwarePasskey();
	const made = await readNewPasskey(
		PARTY,
		CHALLENGE,
		device.create(CHALLENGE, { ...HERE, counter })
	);
	return { device, passkey: { ...made, id: 'p', creatorId: CREATOR } };
}

describe('what a browser is asked', () => {
	it('to make a passkey that is found by itself, after asking who it is', async () => {
		const known = [{ credentialId: 'AAAA', transports: '["internal"]' }];
		const creator = { id: CREATOR, name: 'ada.draws', known };
		const options = await creationOptions(PARTY, creator, CHALLENGE);
		expect(options).toMatchObject({
			challenge: CHALLENGE,
			rp: { id: 'mooring.test' },
			attestation: 'none',
			authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
			excludeCredentials: [{ id: 'AAAA', transports: ['internal'] }]
		});
		expect(Buffer.from(options.user.id, 'base64url').toString()).toBe(CREATOR);
	});

	it('to sign with any passkey of this host', async () => {
		expect(await requestOptions(PARTY, [], CHALLENGE)).toMatchObject({
			challenge: CHALLENGE,
			rpId: 'mooring.test',
			userVerification: 'required',
			allowCredentials: []
		});
	});
});

describe('a new passkey', () => {
	it('is its id, its public key and its counter', async () => {
		const { device, passkey } = await added(3);
		expect(passkey).toMatchObject({
			credentialId: device.id,
			rpId: 'mooring.test',
			counter: 3,
			transports: '["internal"]'
		});
	});

	it.each([
		['another challenge', OTHER_CHALLENGE, {}],
		['another origin', CHALLENGE, { origin: 'https://evil.test' }],
		['another port of our host', CHALLENGE, { origin: 'https://mooring.test' }],
		['another host', CHALLENGE, { rpId: 'evil.test' }],
		['a device that did not ask who it is', CHALLENGE, { isVerified: false }]
	])('is refused with %s', async (_name, challenge, more: Partial<Told>) => {
		const answer = softwarePasskey().create(challenge, { ...HERE, ...more });
		await expect(readNewPasskey(PARTY, CHALLENGE, answer)).rejects.toMatchObject(REFUSED);
	});

	it.each([
		['packed', new Map<string, unknown>([['x5c', [new Uint8Array(3)]]])],
		['android-safetynet', new Map<string, unknown>()],
		['tpm', new Map<string, unknown>()]
	])('is refused before a certificate is read: %s', async (fmt, attStmt) => {
		const answer = softwarePasskey().create(CHALLENGE, { ...HERE, attestation: { fmt, attStmt } });
		await expect(readNewPasskey(PARTY, CHALLENGE, answer)).rejects.toMatchObject({
			...REFUSED,
			cause: { message: 'an attestation that was not asked for' }
		});
	});

	it.each([null, 7, 'x', [], {}, { id: 'a', rawId: 'a', type: 'public-key', response: {} }])(
		'is none: %j',
		async (answer) => {
			await expect(readNewPasskey(PARTY, CHALLENGE, answer)).rejects.toMatchObject(REFUSED);
			expect(credentialIdIn(answer)).toBeNull();
		}
	);
});

describe('an answer', () => {
	it('of the passkey counts, and tells what was counted', async () => {
		const { device, passkey } = await added(3);
		const answer = device.get(CHALLENGE, { ...HERE, counter: 4 });
		expect(credentialIdIn(answer)).toBe(device.id);
		expect(await checkAnswer(PARTY, CHALLENGE, answer, passkey)).toBe(4);
	});

	it('counts of a passkey that counts nothing, as those do that are carried along', async () => {
		const { device, passkey } = await added();
		expect(await checkAnswer(PARTY, CHALLENGE, device.get(CHALLENGE, HERE), passkey)).toBe(0);
	});

	it('counts with the name of its creator, and with no other', async () => {
		const { device, passkey } = await added();
		const by = (id: string) =>
			device.get(CHALLENGE, { ...HERE, userHandle: Buffer.from(id).toString('base64url') });
		expect(await checkAnswer(PARTY, CHALLENGE, by(CREATOR), passkey)).toBe(0);
		await expect(checkAnswer(PARTY, CHALLENGE, by('bo'), passkey)).rejects.toMatchObject(REFUSED);
	});

	it.each([
		['another challenge', OTHER_CHALLENGE, {}],
		['another origin', CHALLENGE, { origin: 'https://evil.test' }],
		['another host', CHALLENGE, { rpId: 'evil.test' }],
		['a device that did not ask who it is', CHALLENGE, { isVerified: false }],
		['the counter that was there before', CHALLENGE, { counter: 5 }],
		['a lower counter', CHALLENGE, { counter: 4 }]
	])('is refused with %s', async (_name, challenge, more: Partial<Told>) => {
		const { device, passkey } = await added(5);
		const answer = device.get(challenge, { ...HERE, counter: 6, ...more });
		await expect(checkAnswer(PARTY, CHALLENGE, answer, passkey)).rejects.toMatchObject(REFUSED);
	});

	it('is refused where another device signed it', async () => {
		const { passkey } = await added();
		const answer = { ...softwarePasskey().get(CHALLENGE, HERE) };
		const stolen = { ...answer, id: passkey.credentialId, rawId: passkey.credentialId };
		await expect(checkAnswer(PARTY, CHALLENGE, stolen, passkey)).rejects.toMatchObject(REFUSED);
	});

	it('that made a passkey does not sign with it', async () => {
		const { device, passkey } = await added();
		const answer = device.create(CHALLENGE, HERE);
		await expect(checkAnswer(PARTY, CHALLENGE, answer, passkey)).rejects.toMatchObject(REFUSED);
	});
});
