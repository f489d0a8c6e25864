import { describe, expect, it } from 'vitest';
import { readBody } from './body.ts';

const FORM = 'application/x-www-form-urlencoded';
const read = (type: string | null, body: string | Uint8Array) =>
	readBody({ type, bytes: typeof body === 'string' ? Buffer.from(body) : body });
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

/** A multipart body as Node's own client writes it. */
async function multipart(form: FormData) {
	const request = new Request('http://localhost/', { method: 'POST', body: form });
	return {
		type: request.headers.get('content-type') ?? '',
		bytes: new Uint8Array(await request.arrayBuffer())
	};
}

describe('a body', () => {
	it.each([
		[FORM, 'message=Hi+there%21&hide=true&caption=%F0%9F%8C%8A'],
		[`${FORM}; charset=UTF-8`, 'message=Hi there!&hide=true&caption=🌊'],
		['Application/X-WWW-Form-Urlencoded', 'message=Hi+there!&&hide=true&caption=🌊'],
		['application/json', '{"message":"Hi there!","hide":true,"caption":"🌊"}'],
		[
			'APPLICATION/JSON;charset=utf-8',
			'{"message":"Hi there!","hide":true,"caption":"\\ud83c\\udf0a"}'
		]
	])('of %s gives its fields', async (type, body) => {
		expect(await read(type, body)).toEqual([
			['message', 'Hi there!'],
			['hide', 'true'],
			['caption', '🌊']
		]);
	});

	it('of several parts gives its fields', async () => {
		const form = new FormData();
		form.append('message', 'Hi\r\nthere 🌊');
		form.append('message', 'again');
		const { type, bytes } = await multipart(form);
		expect(await read(type, bytes)).toEqual([
			['message', 'Hi\r\nthere 🌊'],
			['message', 'again']
		]);
	});

	it.each([null, 'application/json', 'text/plain', FORM])(
		'that is empty gives none (%s)',
		async (type) => {
			expect(await read(type, '')).toEqual([]);
		}
	);

	it.each<[string, string | null, string | Uint8Array]>([
		['JSON that is none', 'application/json', '{'],
		['a list', 'application/json', '[{"method":"GET"}]'],
		['a text', 'application/json', '"a=b"'],
		['a number', 'application/json', '1'],
		['JSON in Latin-1', 'application/json', Buffer.from('{"a":"é"}', 'latin1')],
		['a form in Latin-1', FORM, Buffer.from('a=é', 'latin1')],
		['compressed bytes', FORM, Uint8Array.of(0x1f, 0x8b, 8, 0)],
		['plain text', 'text/plain', '{"a":"b"}'],
		['no type', null, 'a=b'],
		['XML', 'application/xml', '<a/>'],
		['too many fields', FORM, 'a=1&'.repeat(600)],
		['parts without a boundary', 'multipart/form-data', 'a=b'],
		[
			'parts that are cut',
			'multipart/form-data; boundary=x',
			'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'
		],
		[
			'too many parts',
			'multipart/form-data; boundary=x',
			'\r\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'.repeat(600)
		]
	])('of %s is malformed', async (_what, type, body) => {
		await expect(read(type, body)).rejects.toThrow(refusal('body_malformed'));
	});

	it('that holds a file is malformed, whatever the file is called', async () => {
		for (const name of ['a.jpg', '../../x']) {
			const form = new FormData();
			form.append('message', 'Hi');
			form.append('image_url', new Blob(['x']), name);
			const { type, bytes } = await multipart(form);
			await expect(read(type, bytes)).rejects.toThrow(refusal('body_malformed'));
		}
	});

	it('beyond all that 64 KB could be written as is not read', async () => {
		const body = Buffer.alloc(512 * 1024 + 1, 'a');
		await expect(read(FORM, body)).rejects.toThrow(refusal('body_too_large'));
	});

	it('is refused without a word of its own in the sentence', async () => {
		await expect(read('application/json', '{"message": IGAAsecret')).rejects.not.toThrow(/IGAA/);
	});
});
