import { expect, test, vi } from 'vitest';
import { fetchPicture } from './fetch-picture.ts';

const hosts = [
	'https://www.instagram.com',
	'https://api.instagram.com',
	'http://127.0.0.1:4974',
	'https://www.facebook.com',
	'https://graph.facebook.com'
];
const CDN = 'https://scontent-fra3-1.cdninstagram.com/v/a.jpg?oe=1';

const bytes = (start: string, length = 64) => {
	const picture = new Uint8Array(length);
	picture.set(Buffer.from(start, 'latin1'));
	return picture;
};
const JPEG = bytes('\xff\xd8\xff\xe0');
const PNG = bytes('\x89PNG\r\n\x1a\n');
const WEBP = bytes('RIFF\x01\x02\x03\x04WEBP');

const answering = (body: BodyInit, init?: ResponseInit) =>
	vi.fn<typeof globalThis.fetch>(() => Promise.resolve(new Response(body, init)));

test.each([
	['image/jpeg', JPEG],
	['image/png', PNG],
	['image/webp', WEBP]
])('%s is known by its bytes', async (type, body) => {
	const fetch = answering(body, { headers: { 'content-type': 'text/html' } });
	expect(await fetchPicture(CDN, { hosts, fetch })).toMatchObject({ type, bytes: body });
	expect(fetch.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual' });
});

test('the version changes with the bytes, and with nothing else', async () => {
	const version = async (body: BodyInit, url: string) =>
		(await fetchPicture(url, { hosts, fetch: answering(body) }))?.version;
	expect(await version(PNG, CDN)).toMatch(/^[\w-]{16}$/);
	expect(await version(PNG, CDN)).toBe(await version(PNG, `${CDN}&oh=2`));
	expect(await version(PNG, CDN)).not.toBe(await version(JPEG, CDN));
});

test.each([
	'https://scontent.xx.fbcdn.net/a.png',
	'http://127.0.0.1:4974/pictures/ada.png',
	'https://graph.facebook.com/1/picture'
])('asked for: %s', async (url) => {
	expect(await fetchPicture(url, { hosts, fetch: answering(PNG) })).not.toBeNull();
});

test.each([
	'http://scontent.cdninstagram.com/a.jpg',
	'https://scontent.cdninstagram.com:8443/a.jpg',
	'https://cdninstagram.com.evil.example/a.jpg',
	'https://evilcdninstagram.com/a.jpg',
	'https://cdninstagram.com/a.jpg',
	'https://x.cdninstagram.com@evil.example/a.jpg',
	'https://user:word@x.cdninstagram.com/a.jpg',
	'https://127.0.0.1:4974/a.png',
	'http://127.0.0.1:4975/a.png',
	'http://localhost:4974/a.png',
	'http://graph.facebook.com/1/picture',
	'http://169.254.169.254/latest/meta-data',
	'file:///etc/passwd',
	'data:image/png;base64,iVBORw0KGgo=',
	'//x.cdninstagram.com/a.jpg',
	''
])('never asked for: %s', async (url) => {
	const fetch = answering(PNG);
	expect(await fetchPicture(url, { hosts, fetch })).toBeNull();
	expect(fetch).not.toHaveBeenCalled();
});

test.each<[string, BodyInit, ResponseInit | undefined]>([
	['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', undefined],
	['HTML', '<html>', { headers: { 'content-type': 'image/png' } }],
	['GIF', bytes('GIF89a'), undefined],
	['another RIFF', bytes('RIFF\x01\x02\x03\x04WAVE'), undefined],
	['nothing', '', undefined],
	['one byte', bytes('\xff', 1), undefined],
	['6 MB', bytes('\xff\xd8\xff', 6_000_000), undefined],
	['a redirect', '', { status: 302, headers: { location: 'http://169.254.169.254/' } }],
	['a 403 with a picture', PNG, { status: 403 }]
])('no picture: %s', async (_, body, init) => {
	expect(await fetchPicture(CDN, { hosts, fetch: answering(body, init) })).toBeNull();
});

test('no picture: a network that fails', async () => {
	const fetch = () => Promise.reject(new TypeError('fetch failed'));
	expect(await fetchPicture(CDN, { hosts, fetch })).toBeNull();
});

test('an answer that never comes is left after 5 seconds', async () => {
	const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
	const fetch: typeof globalThis.fetch = (_, init) =>
		new Promise((_, reject) => {
			if (init?.signal?.aborted) reject(new Error('aborted'));
		});
	expect(await fetchPicture(CDN, { hosts, fetch })).toBeNull();
	expect(timeout).toHaveBeenCalledWith(5_000);
	timeout.mockRestore();
});
