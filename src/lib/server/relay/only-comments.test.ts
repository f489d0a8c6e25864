import { expect, test } from 'vitest';
import { readAnswer } from './answer.ts';
import { otherThanComment } from './only-comments.ts';

const said = (body: object, status = 200) =>
	readAnswer({ status, headers: new Headers(), bytes: Buffer.from(JSON.stringify(body)) });
const error = (code: number) => said({ error: { code, message: 'no' } }, 400);

test('what has a text is a comment, an empty one too', () => {
	expect(otherThanComment(said({ id: '1', text: 'Hello' }))).toBeNull();
	expect(otherThanComment(said({ id: '1', text: '' }))).toBeNull();
});

test.each([
	['a post', error(100)],
	['nothing but an id', said({ id: '1' })],
	['a list', said({ data: [{ text: 'x' }] })],
	['no object', said([])]
])('%s is not deleted', (_, answer) => {
	expect(() => otherThanComment(answer)).toThrow(
		expect.objectContaining({ code: 'path_not_allowed', status: 403 }) as Error
	);
});

test('what Meta says of the token or its limits goes back as it came', () => {
	for (const code of [190, 4, 10]) {
		const answer = error(code);
		expect(otherThanComment(answer)).toBe(answer);
	}
});
