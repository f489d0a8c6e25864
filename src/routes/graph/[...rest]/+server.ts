import type { RequestHandler } from './$types';
import { answerProgram } from '$lib/server/http/programs.ts';
import { callOf } from '$lib/server/http/program-call.ts';
import { ToolRefusal } from '$lib/server/keys/tool-refusal.ts';

/** What programs ask of Meta's Graph. */
export const fallback: RequestHandler = (event) =>
	answerProgram(event, async () => {
		await callOf(event);
		throw new ToolRefusal('key_missing', 'This call brings no key.', 'Make one under Tools.');
	});
