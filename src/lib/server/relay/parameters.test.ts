import { describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import type { ProviderId } from '../../logins.ts';
import { ACTION_IDS } from '../keys/actions.ts';
import { ROWS, type RowId } from '../keys/rows.ts';
import type { ToolRefusal } from '../keys/tool-refusal.ts';
import { judgeParameters, parameterNames, readParameters } from './parameters.ts';

const FORM = 'application/x-www-form-urlencoded';
const given = (query: string, body = '') =>
	readParameters({ method: 'POST', query, body: { type: FORM, bytes: Buffer.from(body) } });

type Circumstances = {
	body?: string;
	provider?: ProviderId;
	isAllowed?: (url: URL) => boolean;
};

async function outgoing(
	id: RowId,
	query: string,
	{ body = '', provider = 'instagram', isAllowed }: Circumstances = {}
) {
	const row = ROWS.find((one) => one.id === id);
	if (!row) throw new Error(id);
	const target = { row, connection: connectionRow({ provider }) };
	const { query: out, form } = judgeParameters(
		target,
		{ actions: ACTION_IDS },
		await given(query, body),
		isAllowed
	);
	return { query: out.toString(), form: form && form.toString() };
}
const refusal = (code: string, message = /./) =>
	expect.objectContaining({
		code,
		message: expect.stringMatching(message) as string
	}) as ToolRefusal;

describe('what a call gives', () => {
	it('comes from query and body', async () => {
		const all = await given('a=1&b=%F0%9F%8C%8A', 'c=3');
		expect(all).toEqual({
			query: [
				['a', '1'],
				['b', '🌊']
			],
			body: [['c', '3']]
		});
		expect(parameterNames(all)).toEqual(['a', 'b', 'c']);
	});

	it.each(['GET', 'HEAD', 'PUT'])('comes from the query alone in a %s', async (method) => {
		const body = { type: 'application/json', bytes: Buffer.from('{') };
		expect(await readParameters({ method, query: 'a=1', body })).toEqual({
			query: [['a', '1']],
			body: []
		});
	});

	it('has 64 KB of room, in query and body together and decoded', async () => {
		const half = 'é'.repeat(16 * 1024 - 1);
		const query = `a=${encodeURIComponent(half)}`;
		await expect(given(query, `b=${half}é`)).resolves.toBeDefined();
		await expect(given(query, `b=${half}éé`)).rejects.toThrow(refusal('body_too_large'));
	});
});

describe('what goes on', () => {
	it('is the query of a GET, as it was given', async () => {
		expect(await outgoing('media', 'fields=id,caption&limit=5&after=QVFI==')).toEqual({
			query: 'fields=id%2Ccaption&limit=5&after=QVFI%3D%3D',
			form: null
		});
	});

	it('is the form of a POST, whatever way it came', async () => {
		expect(await outgoing('comment', 'message=Hi')).toEqual({ query: '', form: 'message=Hi' });
		expect(await outgoing('comment', '', { body: 'message=Hi' })).toEqual({
			query: '',
			form: 'message=Hi'
		});
	});

	it('is the query of a POST for what Meta may not read in a body', async () => {
		expect(await outgoing('moderate', '', { body: 'hide=true' })).toEqual({
			query: 'hide=true',
			form: ''
		});
		expect(await outgoing('moderate', 'comment_enabled=false')).toEqual({
			query: 'comment_enabled=false',
			form: ''
		});
	});

	it('is without what is not the caller’s to say', async () => {
		const dropped = 'access_token=k&format=json&pretty=1&appsecret_proof=x';
		expect((await outgoing('media', `${dropped}&limit=1`)).query).toBe('limit=1');
		expect((await outgoing('publish', `${dropped}&creation_id=1`)).form).toBe('creation_id=1');
	});

	it.each(['%20123', '0x1', '1.0', '12a', '', '1'.repeat(33)])(
		'is no container that is written as %j: the guard would take it for another',
		async (id) => {
			await expect(outgoing('publish', `creation_id=${id}`)).rejects.toThrow(
				refusal('parameter_not_allowed', /creation_id/)
			);
		}
	);

	it('is without id, field and fields on writes, however often they differ', async () => {
		const more = 'id=1&id=2&field=a&fields=access_token';
		expect((await outgoing('comment', `${more}&message=Hi`)).form).toBe('message=Hi');
		expect((await outgoing('delete-comment', more)).query).toBe('');
		await expect(outgoing('node', 'id=1')).rejects.toThrow(refusal('parameter_not_allowed', /id/));
		await expect(outgoing('node', 'field=a')).rejects.toThrow(refusal('parameter_not_allowed'));
	});

	it('is once what is given twice the same', async () => {
		const doubled = 'fields=id&limit=10&fields=id&limit=10';
		expect((await outgoing('media', doubled)).query).toBe('fields=id&limit=10');
		expect((await outgoing('comment', 'message=Hi', { body: 'message=Hi' })).form).toBe(
			'message=Hi'
		);
	});

	it('is in doubt for what is given twice with different values', async () => {
		const refused = refusal('parameter_not_allowed', /“limit” is given twice/);
		await expect(outgoing('media', 'limit=1&limit=2')).rejects.toThrow(refused);
		await expect(outgoing('media', 'limit=&limit=2')).rejects.toThrow(refused);
		await expect(outgoing('comment', 'message=a', { body: 'message=b' })).rejects.toThrow(
			refusal('parameter_not_allowed', /message/)
		);
	});

	it.each<[RowId, string]>([
		['media', 'suppress_http_code'],
		['media', 'debug'],
		['media', 'metric'],
		['media', 'ACCESS_TOKEN'],
		['media', 'Fields'],
		['media', 'fields[]'],
		['media', ''],
		['account', 'limit'],
		['node', 'after'],
		['publish', 'caption'],
		['comment', 'hide'],
		['moderate', 'message'],
		['delete-comment', 'hide'],
		['publishing-limit', 'limit'],
		['container', 'is_paid_partnership'],
		['container', 'product_tags']
	])('of %s is never %j', async (id, name) => {
		await expect(outgoing(id, new URLSearchParams([[name, '1']]).toString())).rejects.toThrow(
			refusal('parameter_not_allowed')
		);
	});

	it('names what it does not take, unless that could be a secret', async () => {
		await expect(outgoing('media', 'debug=all')).rejects.toThrow(/“debug”/);
		await expect(outgoing('media', `IGAA${'x'.repeat(160)}=1`)).rejects.not.toThrow(/IGAA/);
	});

	it('takes more where accounts are behind Pages', async () => {
		const query = 'is_paid_partnership=true&branded_content_sponsor_ids=%5B1%5D';
		expect((await outgoing('container', query, { provider: 'facebook' })).form).toBe(query);
	});

	it('holds the addresses of pictures and videos to be public', async () => {
		for (const name of ['image_url', 'video_url', 'cover_url']) {
			const publicOne = `${name}=https%3A%2F%2Fimages.example.org%2Fa.jpg`;
			expect((await outgoing('container', publicOne)).form).toBe(publicOne);
			for (const url of ['http://images.example.org/a', 'https://127.0.0.1/a', '']) {
				await expect(
					outgoing('container', new URLSearchParams({ [name]: url }).toString())
				).rejects.toThrow(refusal('parameter_not_allowed', new RegExp(name)));
			}
		}
	});

	it('lets the practising one’s pictures pass', async () => {
		const isAllowed = ({ host }: URL) => host === 'localhost:4100';
		const body = 'image_url=http%3A%2F%2Flocalhost%3A4100%2Fa.jpg';
		expect((await outgoing('container', '', { body, isAllowed })).form).toBe(body);
	});

	it('has its fields judged', async () => {
		await expect(outgoing('media', 'fields=access_token')).rejects.toThrow(
			refusal('field_not_allowed')
		);
		expect((await outgoing('node', 'fields=')).query).toBe('');
	});
});
