import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { readBearer } from '../keys/bearer.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { keyRevoked } from '../keys/verify.ts';
import { answerMcp } from '../mcp/answer-mcp.ts';
import { createUnfinished } from '../mcp/publishing/unfinished.ts';
import { pathWithoutKey, viewsOf } from './api-v1.ts';
import { callOf } from './program-call.ts';

const unfinished = createUnfinished();

/**
 * Answers `/mcp`: what assistants ask, by the key alone. A call counts against the key's limits and
 * holds none of its ten places: the calls of the Graph that a tool makes take one each, and would wait
 * for the place that their own tool holds.
 * @throws ToolRefusal
 */
export async function mcp(event: RequestEvent, app: App): Promise<Response> {
	pathWithoutKey(event);
	const { headers } = event.request;
	const { keys } = app;
	const key = await keys.verify(readBearer(headers.get('authorization')));
	let refusal: ToolRefusal | null = null;
	try {
		const leave = await keys.enter(key.id);
		leave();
		const response = await answerMcp(
			{
				relay: (call) => app.relay.answer(call),
				unfinished,
				now: Date.now,
				sleep,
				version: __MOORING_VERSION__,
				onFault: event.locals.report
			},
			{ call: await callOf(event), headers, key, connections: await viewsOf(app, key) }
		);
		if (!(await keys.isLiving(key.id))) throw keyRevoked();
		response.headers.set('mooring-request-id', event.locals.requestId);
		response.headers.set('vary', 'Authorization');
		return response;
	} catch (error) {
		if (error instanceof ToolRefusal) refusal = error;
		throw error;
	} finally {
		keys.count(key.id, refusal);
	}
}
