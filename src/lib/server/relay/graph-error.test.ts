import { expect, test } from 'vitest';
import { TOOL_REFUSALS, ToolRefusal, type ToolRefusalCode } from '../keys/tool-refusal.ts';
import { graphError } from './graph-error.ts';

const read = (refusal: ToolRefusal) => graphError(refusal, 'request-1');

test('a refusal has the shape of Meta’s errors, and ours beside it', () => {
	const refusal = new ToolRefusal('meta_timeout', 'Meta did not answer in time.', 'Try again.');
	expect(read(refusal)).toEqual({
		error: {
			message: 'Meta did not answer in time.',
			type: 'OAuthException',
			code: 2,
			is_transient: true,
			fbtrace_id: 'request-1',
			mooring: { code: 'meta_timeout', cure: 'Try again.' }
		}
	});
});

test.each(Object.keys(TOOL_REFUSALS) as ToolRefusalCode[])('%s keeps its number', (code) => {
	const { graphCode, isTransient } = TOOL_REFUSALS[code];
	expect(read(new ToolRefusal(code, 'a', 'b'))).toMatchObject({
		error: { code: graphCode, is_transient: isTransient, mooring: { code, cure: 'b' } }
	});
});
