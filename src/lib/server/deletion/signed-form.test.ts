import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hours, minutes } from '../clock.ts';
import { NotMetas, readSignedForm } from './signed-form.ts';

const NOW = 1_795_000_000_000;
const login = (clientSecret: string) => ({
	clientId: '1',
	clientSecret,
	redirectUri: 'http://localhost:3000/',
	redirectIsOnOrigin: true
});
const SETTINGS = {
	instagram: login('instagram now'),
	facebook: { ...login('facebook now'), configId: null },
	previousSecrets: { instagram: 'instagram before', facebook: 'facebook before' }
};

function sign(secret: string, issuedAt = NOW) {
	const contents = { algorithm: 'HMAC-SHA256', issued_at: issuedAt / 1000, user_id: '17841' };
	const payload = Buffer.from(JSON.stringify(contents)).toString('base64url');
	return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`;
}

function read(fields: [string, string | Blob][], settings: Partial<typeof SETTINGS> = {}) {
	const form = new FormData();
	for (const [name, value] of fields) form.append(name, value);
	try {
		return readSignedForm(form, { ...SETTINGS, ...settings }, NOW);
	} catch (error) {
		return error instanceof NotMetas ? `${String(error.status)} ${error.code} ${error.why}` : error;
	}
}

describe('the form that Meta posts', () => {
	test.each(['instagram now', 'facebook now', 'instagram before', 'facebook before'])(
		'counts when it is signed with the secret %s',
		(secret) => {
			expect(read([['signed_request', sign(secret)]])).toMatchObject({ userId: '17841' });
		}
	);

	test('counts for one login alone as well', () => {
		const alone = {
			instagram: null as never,
			previousSecrets: { instagram: null, facebook: null }
		};
		expect(read([['signed_request', sign('facebook now')]], alone as never)).toHaveProperty(
			'userId'
		);
		expect(read([['signed_request', sign('null')]], alone as never)).toContain('signature');
		expect(read([['signed_request', sign('')]], alone as never)).toContain('signature');
	});

	test('may have other fields', () => {
		const fields: [string, string][] = [
			['expires', '1'],
			['signed_request', sign('facebook now')]
		];
		expect(read(fields)).toHaveProperty('userId');
	});

	test.each<[string, [string, string | Blob][], string]>([
		['nothing', [], 'malformed'],
		['an empty field', [['signed_request', '']], 'malformed'],
		['another field', [['signedRequest', sign('facebook now')]], 'malformed'],
		[
			'the field twice',
			[
				['signed_request', sign('facebook now')],
				['signed_request', sign('facebook now')]
			],
			'malformed'
		],
		['a file', [['signed_request', new Blob([sign('facebook now')])]], 'malformed'],
		['a stranger', [['signed_request', sign('stranger')]], 'signature'],
		['the future', [['signed_request', sign('facebook now', NOW + minutes(11))]], 'future']
	])('is refused: %s', (_name, fields, why) => {
		expect(read(fields)).toBe(`403 invalid_signature ${why}`);
	});

	test.each([
		['a clock that is a little ahead', NOW + minutes(10)],
		['a year ago', NOW - hours(365 * 24)],
		['1970', 0]
	])('is read all the same: %s', (_name, issuedAt) => {
		expect(read([['signed_request', sign('facebook now', issuedAt)]])).toMatchObject({ issuedAt });
	});
});
