import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { KnownPasskey, NewPasskey } from './passkeys.ts';
import type { RelyingParty } from './relying-party.ts';

/** Loaded when the first passkey is asked for: it takes a second and 30 MB. */
const library = () => import('@simplewebauthn/server');

type Known = Pick<KnownPasskey, 'credentialId' | 'transports'>;

const base64url = z
	.string()
	.regex(/^[\w-]+$/)
	.max(8_192);
const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') };
/** RegistrationResponseJSON of Web Authentication Level 3, section 5.1; the rest is left out. */
const creation = z.object({
	...credential,
	response: z.object({
		clientDataJSON: base64url,
		attestationObject: base64url,
		transports: z.array(z.string().max(32)).max(10).default([])
	})
});
/** AuthenticationResponseJSON of the same. */
const assertion = z.object({
	...credential,
	response: z.object({
		clientDataJSON: base64url,
		authenticatorData: base64url,
		signature: base64url,
		userHandle: base64url.nullish()
	})
});

/**
 * What a browser needs to make a passkey: one that is found without a name (discoverable), and whose
 * device asks who it is.
 * @param challenge base64url
 */
export async function creationOptions(
	party: RelyingParty,
	creator: { id: string; name: string; known: Known[] },
	challenge: string
) {
	const { generateRegistrationOptions } = await library();
	return generateRegistrationOptions({
		rpName: 'Mooring',
		rpID: party.id,
		userID: new TextEncoder().encode(creator.id),
		userName: creator.name,
		userDisplayName: creator.name,
		challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
		attestationType: 'none',
		excludeCredentials: creator.known.map(descriptorOf),
		authenticatorSelection: { residentKey: 'required', userVerification: 'required' }
	});
}

/**
 * What a browser needs to sign with a passkey.
 * @param known those that may be used; empty: whichever it finds
 */
export async function requestOptions(party: RelyingParty, known: Known[], challenge: string) {
	const { generateAuthenticationOptions } = await library();
	return generateAuthenticationOptions({
		rpID: party.id,
		challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
		allowCredentials: known.map(descriptorOf),
		userVerification: 'required'
	});
}

/**
 * Checks a browser's answer to `creationOptions`.
 * @throws AppError passkey_refused
 */
export async function readNewPasskey(
	party: RelyingParty,
	challenge: string,
	answer: unknown
): Promise<NewPasskey> {
	return orRefuse(async () => {
		const { response, ...rest } = creation.parse(answer);
		await refuseCertificates(response.attestationObject);
		const { verifyRegistrationResponse } = await library();
		const { registrationInfo } = await verifyRegistrationResponse({
			response: {
				...rest,
				response: {
					clientDataJSON: response.clientDataJSON,
					attestationObject: response.attestationObject
				},
				clientExtensionResults: {}
			},
			expectedChallenge: challenge,
			expectedOrigin: party.origin,
			expectedRPID: party.id,
			requireUserVerification: true
		});
		if (!registrationInfo) throw new Error('not verified');
		const { id, publicKey, counter } = registrationInfo.credential;
		return {
			credentialId: id,
			rpId: party.id,
			publicKey: Buffer.from(publicKey).toString('base64url'),
			counter,
			transports: JSON.stringify(response.transports)
		};
	});
}

/** The passkey that an answer to `requestOptions` names; null where it cannot be read as one. */
export function credentialIdIn(answer: unknown): string | null {
	return assertion.safeParse(answer).data?.id ?? null;
}

/**
 * Checks a browser's answer to `requestOptions` against the passkey that it names.
 * @returns what the authenticator counts now
 * @throws AppError passkey_refused
 */
export async function checkAnswer(
	party: RelyingParty,
	challenge: string,
	answer: unknown,
	passkey: KnownPasskey
): Promise<number> {
	return orRefuse(async () => {
		const { response, ...rest } = assertion.parse(answer);
		const { userHandle, ...signed } = response;
		// Web Authentication Level 3, section 7.2, step 6: it says whose it is, or nobody's.
		const owner = Buffer.from(passkey.creatorId).toString('base64url');
		if (userHandle != null && userHandle !== owner) throw new Error('not this creator');
		const { verifyAuthenticationResponse } = await library();
		const { verified, authenticationInfo } = await verifyAuthenticationResponse({
			response: { ...rest, response: signed, clientExtensionResults: {} },
			expectedChallenge: challenge,
			expectedOrigin: party.origin,
			expectedRPID: party.id,
			requireUserVerification: true,
			credential: {
				id: passkey.credentialId,
				publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
				counter: passkey.counter
			}
		});
		if (!verified) throw new Error('not verified');
		return authenticationInfo.newCounter;
	});
}

/**
 * No attestation is asked for, and with one the library would fetch the revocation lists that its
 * certificates name: an address of the sender's choice.
 */
async function refuseCertificates(attestationObject: string) {
	const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
	const decoded = decodeAttestationObject(
		Uint8Array.from(Buffer.from(attestationObject, 'base64url'))
	);
	const format = decoded.get('fmt');
	const isPlain =
		format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined);
	if (!isPlain) throw new Error('an attestation that was not asked for');
}

/** Browsers ignore transports that they do not know. */
type Transport = 'ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb';
const descriptorOf = ({ credentialId, transports }: Known) => ({
	id: credentialId,
	transports: JSON.parse(transports) as Transport[]
});

/** Whatever is wrong with an answer is told in the same words; the library's go into the cause. */
async function orRefuse<Result>(check: () => Promise<Result>): Promise<Result> {
	try {
		return await check();
	} catch (cause) {
		throw new AppError(
			'passkey_refused',
			'The passkey was not accepted. Try again, or use another one.',
			{ cause }
		);
	}
}

/** For a passkey that nobody has here. */
export const unknownPasskey = () =>
	new AppError(
		'passkey_refused',
		'This passkey is not known here: it was removed, or belongs to another Mooring. Use another one.'
	);
