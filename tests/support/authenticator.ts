import { isoCBOR } from '@simplewebauthn/server/helpers';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

type Options = {
	rpId: string;
	origin: string;
	/** Whether the device asked who it is. */
	isVerified?: boolean;
	/** What it counts; 0 for ever where it counts nothing. */
	counter?: number;
	attestation?: { fmt: string; attStmt: Map<string, unknown> };
	userHandle?: string | null;
};

/**
 * A passkey as a device would hold it, for tests: answers challenges as a browser passes them on
 * (Web Authentication Level 3, sections 6.1 and 6.5). Everything that it says can be said wrongly.
 */
export function softwarePasskey() {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
	const id = randomBytes(16).toString('base64url');
	const cose = new Map<number, number | Uint8Array>([
		[1, 2],
		[3, -7],
		[-1, 1],
		[-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
		[-3, Uint8Array.from(Buffer.from(y, 'base64url'))]
	]);

	const authenticatorData = ({ rpId, isVerified = true, counter = 0 }: Options, key?: Buffer) => {
		const count = Buffer.alloc(4);
		count.writeUInt32BE(counter);
		// Present, verified, and with or without the key: bits 0, 2 and 6.
		const flags = 0b1 | (isVerified ? 0b100 : 0) | (key ? 0b1000000 : 0);
		const parts = [sha256(rpId), Buffer.from([flags]), count];
		return Buffer.concat(key ? [...parts, key] : parts);
	};

	const answer = (response: Record<string, unknown>) => ({
		id,
		rawId: id,
		type: 'public-key',
		clientExtensionResults: {},
		response
	});

	return {
		id,
		/** Answers `creationOptions`. @param challenge base64url */
		create(challenge: string, options: Options) {
			const raw = Buffer.from(id, 'base64url');
			const key = Buffer.concat([
				Buffer.alloc(16),
				Buffer.from([0, raw.length]),
				raw,
				Buffer.from(isoCBOR.encode(cose))
			]);
			const { fmt, attStmt } = options.attestation ?? { fmt: 'none', attStmt: new Map() };
			const attestation = new Map<string, unknown>([
				['fmt', fmt],
				['attStmt', attStmt],
				['authData', Uint8Array.from(authenticatorData(options, key))]
			]);
			return answer({
				clientDataJSON: clientData('webauthn.create', challenge, options.origin),
				attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
				transports: ['internal']
			});
		},

		/** Answers `requestOptions`. @param challenge base64url */
		get(challenge: string, options: Options) {
			const data = authenticatorData(options);
			const client = clientData('webauthn.get', challenge, options.origin);
			const signed = Buffer.concat([data, sha256(Buffer.from(client, 'base64url'))]);
			return answer({
				clientDataJSON: client,
				authenticatorData: data.toString('base64url'),
				signature: sign('sha256', signed, privateKey).toString('base64url'),
				...(options.userHandle === undefined ? {} : { userHandle: options.userHandle })
			});
		}
	};
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest();

const clientData = (type: string, challenge: string, origin: string) =>
	Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString(
		'base64url'
	);
