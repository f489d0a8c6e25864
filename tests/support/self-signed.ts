import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_ID = 0x06;
const UTF8 = 0x0c;
const UTC_TIME = 0x17;
const ECDSA_WITH_SHA256 = Buffer.from('2a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('550403', 'hex');

/** One value of ASN.1 in DER (X.690, 8.1). */
function der(tag: number, ...parts: Buffer[]): Buffer {
	const body = Buffer.concat(parts);
	const { length } = body;
	// The shortest form that can hold the length, or strict readers refuse it.
	const size =
		length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const pem = (label: string, bytes: Buffer) =>
	`-----BEGIN ${label}-----\n${bytes.toString('base64')}\n-----END ${label}-----\n`;

/** A fresh key with a certificate of its own, for a browser that is told not to ask who signed it. */
export function selfSigned(): { key: string; cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const algorithm = der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256));
	const commonName = der(SEQUENCE, der(OBJECT_ID, COMMON_NAME), der(UTF8, Buffer.from('test')));
	const name = der(SEQUENCE, der(SET, commonName));
	const time = (text: string) => der(UTC_TIME, Buffer.from(text));
	const facts = der(
		SEQUENCE,
		der(INTEGER, Buffer.from([1]), randomBytes(8)),
		algorithm,
		name,
		der(SEQUENCE, time('200101000000Z'), time('490101000000Z')),
		name,
		publicKey.export({ type: 'spki', format: 'der' })
	);
	const signature = sign('sha256', facts, privateKey);
	const certificate = der(SEQUENCE, facts, algorithm, der(BIT_STRING, Buffer.from([0]), signature));
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
		cert: pem('CERTIFICATE', certificate)
	};
}
