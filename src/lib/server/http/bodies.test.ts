import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { readForm } from './answer.ts';
import { bodies, MAX_BODY } from './bodies.ts';

const eventWith = (headers: Record<string, string>, route = '/settings') =>
	({
		url: new URL('https://mooring.example/x'),
		route: { id: route },
		request: { headers: new Headers(headers) },
		locals: { requestId: 'r' }
	}) as unknown as RequestEvent;

const ask = (headers: Record<string, string>, route?: string) =>
	bodies({ event: eventWith(headers, route), resolve: () => new Response('reached') });

describe('a body', () => {
	it.each(['gzip', 'br', 'gzip, gzip', 'identity', ''])(
		'encoded as %j is 415',
		async (encoding) => {
			expect((await ask({ 'content-encoding': encoding })).status).toBe(415);
		}
	);

	it('that says it is larger than a megabyte is 413', async () => {
		expect((await ask({ 'content-length': String(MAX_BODY) })).status).toBe(200);
		expect((await ask({ 'content-length': String(MAX_BODY + 1) })).status).toBe(413);
		const answer = await ask({ 'content-length': '9'.repeat(30) }, '/api/user');
		expect(await answer.json()).toMatchObject({ error: { code: 'too_large' } });
	});
});

describe('a form', () => {
	const reading = (formData: () => Promise<FormData>) =>
		readForm({ request: { formData }, locals: { requestId: 'r' } } as unknown as RequestEvent);

	it('that turned out too large while it was read is 413, in whatever it is wrapped', async () => {
		const fault = Object.assign(new Error('Payload Too Large'), { status: 413 });
		for (const thrown of [fault, new TypeError('terminated', { cause: fault })]) {
			const read = reading(() => Promise.reject(thrown));
			await expect(read).rejects.toMatchObject({ status: 413, body: { code: 'too_large' } });
		}
	});

	it('that cannot be read has no fields', async () => {
		const form = await reading(() => Promise.reject(new TypeError('broken')));
		expect([...form]).toEqual([]);
	});
});
