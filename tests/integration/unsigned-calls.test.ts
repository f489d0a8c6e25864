import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP } from '../../simulator/apps.ts';
import { type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';
import {
	BOUNDARY,
	FORM,
	formOf as fields,
	MULTIPART,
	postAsMeta,
	signedRequest
} from '../support/signed.ts';

const DEAUTHORIZE = '/auth/instagram/deauthorize';
const DELETION = '/auth/instagram/data-deletion';

let live: Live;
beforeAll(async () => {
	live = await startLive();
});
afterAll(() => live.remove());

const sign = (userId: string, issuedAt = Date.now(), secret = DEFAULT_APP.clientSecret) =>
	signedRequest(secret, { userId, issuedAt });
const json = ({ text }: { text: string }) => JSON.parse(text) as Record<string, never>;
const post = (path: string, body?: string, headers?: Record<string, string>) =>
	postAsMeta(live.origin, path, body, headers);

describe('what Meta did not sign', () => {
	const PATHS = [
		DEAUTHORIZE,
		DELETION,
		'/auth/facebook/deauthorize',
		'/auth/facebook/data-deletion'
	];
	const good = () => sign('17841');
	const multipart = (...parts: string[]) =>
		[
			...parts.map((part) => `--${BOUNDARY}\r\ncontent-disposition: form-data; ${part}\r\n`),
			`--${BOUNDARY}--\r\n`
		].join('');

	it.each<[string, () => [string | undefined, Record<string, string>?]]>([
		['nothing', () => [undefined, {}]],
		['an empty form', () => ['']],
		['an empty field', () => ['signed_request=']],
		['no dot', () => ['signed_request=abc']],
		['two dots', () => [fields(`${good()}.x`)]],
		['another secret', () => [fields(sign('17841', Date.now(), 'another'))]],
		['an empty secret', () => [fields(sign('17841', Date.now(), ''))]],
		['padding', () => [fields(`${good()}=`)]],
		['the field twice', () => [fields(good(), good())]],
		['a good one and a bad one', () => [fields(good(), 'a.b')]],
		[
			'JSON',
			() => [JSON.stringify({ signed_request: good() }), { 'content-type': 'application/json' }]
		],
		['plain text', () => [fields(good()), { 'content-type': 'text/plain' }]],
		['no content type', () => [fields(good()), {}]],
		[
			'a file',
			() => [multipart(`name="signed_request"; filename="a"\r\n\r\n${good()}`), MULTIPART]
		],
		['a broken multipart', () => [`--${BOUNDARY}\r\nbroken`, MULTIPART]],
		['the future', () => [fields(sign('17841', Date.now() + 3_600_000))]],
		['an id that is none', () => [fields(sign('1 OR 1=1'))]],
		['a path for an id', () => [fields(sign('../../x'))]],
		['15 KB', () => [fields(good() + 'A'.repeat(15_000))]]
	])('is refused everywhere: %s', async (_name, request) => {
		const [body, headers] = request();
		for (const path of PATHS) {
			const answer = await post(path, body, headers);
			expect([path, answer.status]).toEqual([path, 403]);
			expect(json(answer)).toMatchObject({ error: { code: 'invalid_signature' } });
		}
	});

	it('is refused with the field in the address', async () => {
		const { status } = await post(`${DEAUTHORIZE}?${fields(good())}`, '');
		expect(status).toBe(403);
	});

	it('of more than a megabyte is refused', async () => {
		const { status } = await post(DEAUTHORIZE, fields('A'.repeat(1_100_000)));
		expect(status).toBe(413);
	});

	it.each(PATHS)('%s takes POST alone', async (path) => {
		for (const method of ['GET', 'HEAD', 'OPTIONS']) {
			const response = await fetch(`${live.origin}${path}`, { method, redirect: 'manual' });
			expect([method, response.status]).toEqual([method, 405]);
			expect(response.headers.get('allow')).toBe('POST');
		}
		for (const method of ['PUT', 'PATCH', 'DELETE']) {
			const { status } = await raw(live.origin, method, path, { headers: FORM });
			expect(status).toBeGreaterThanOrEqual(403);
			expect(status).toBeLessThan(406);
		}
	});

	it('is in no log with what it held', () => {
		expect(live.output()).toContain('"why":"signature"');
		for (const text of ['signed_request', '17841', sign('17841').slice(0, 20)])
			expect(live.output()).not.toContain(text);
	});
});
