import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { readForm } from './answer.ts';
import { bodies } from './bodies.ts';
import { gates } from './gates.ts';
import { countFields } from './read-body.ts';
import { bodyBounds, MAX_BODY } from './routes.ts';

const URLENCODED = 'application/x-www-form-urlencoded';

const eventWith = (headers: Record<string, string>, route = '/settings') =>
	({
		url: new URL('https://mooring.example/x'),
		route: { id: route },
		request: { headers: new Headers(headers) },
		locals: { requestId: 'r' }
	}) as unknown as RequestEvent;

const ask = (headers: Record<string, string>, route?: string) =>
	gates(bodies)({ event: eventWith(headers, route), resolve: () => new Response('reached') });

describe('a body', () => {
	it.each(['gzip', 'br', 'gzip, gzip', 'identity', ''])(
		'encoded as %j is 415',
		async (encoding) => {
			expect((await ask({ 'content-encoding': encoding })).status).toBe(415);
		}
	);

	it.each([
		['/settings', 16],
		['/auth/[provider=provider]/deauthorize', 16],
		['/connect/paste', 32],
		['/connect/choose', 32],
		['/nowhere', 16]
	])('that says it is larger than %s reads is 413', async (route, kilobytes) => {
		const most = kilobytes * 1024;
		expect((await ask({ 'content-length': String(most) }, route)).status).toBe(200);
		expect((await ask({ 'content-length': String(most + 1) }, route)).status).toBe(413);
		expect(MAX_BODY).toBeGreaterThanOrEqual(most);
	});

	it('is refused as JSON under /api/', async () => {
		const answer = await ask({ 'content-length': '9'.repeat(30) }, '/api/user');
		expect(await answer.json()).toMatchObject({ error: { code: 'too_large' } });
	});
});

describe('a form', () => {
	const reading = (body: BodyInit, type = URLENCODED, route = '/settings') => {
		const request = new Request('https://mooring.example/x', {
			method: 'POST',
			headers: { 'content-type': type },
			body,
			...(body instanceof ReadableStream ? { duplex: 'half' } : {})
		});
		return readForm({
			request,
			route: { id: route },
			locals: { requestId: 'r' }
		} as unknown as RequestEvent);
	};
	const tooLarge = { status: 413, body: { code: 'too_large' } };

	it('that turns out too large while it is read is 413, and no more of it is read', async () => {
		let sent = 0;
		const endless = new ReadableStream({
			pull: (controller) => {
				sent += 1000;
				controller.enqueue(new Uint8Array(1000));
			}
		});
		await expect(reading(endless)).rejects.toMatchObject(tooLarge);
		expect(sent).toBeLessThan(20_000);
	});

	it.each([
		[URLENCODED, (count: number) => Array.from({ length: count }, () => 'a').join('&')],
		[
			'multipart/form-data; boundary=x',
			(count: number) =>
				`${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(count)}--x--\r\n`
		]
	])('of %s with more fields than its route reads is 413, unparsed', async (type, of) => {
		const { maxFields } = bodyBounds('/settings');
		await expect(reading(of(maxFields + 1), type)).rejects.toMatchObject(tooLarge);
		expect([...(await reading(of(maxFields - 1), type))]).toHaveLength(maxFields - 1);
	});

	it('is counted in a time that grows with its length alone', () => {
		const began = performance.now();
		expect(countFields(Buffer.from('a&'.repeat(500_000)), URLENCODED)).toBe(500_001);
		expect(performance.now() - began).toBeLessThan(3_000);
	});

	it('that cannot be read has no fields', async () => {
		expect([...(await reading('x', 'multipart/form-data'))]).toEqual([]);
		const broken = new ReadableStream({ pull: (controller) => controller.error(new Error()) });
		expect([...(await reading(broken))]).toEqual([]);
	});
});
