import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { App } from '../app.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import type { Call } from '../relay/call.ts';
import { type FrontAnswer, frontAddress, type FrontSettings } from './front-request.ts';
import { admitProgram, afterManyFailures, mistakeOfOurs, refusalAnswer } from './programs.ts';
import { errorFields, requestFields, type requestLevel } from './request-log.ts';
import { askedOf, WORLDS } from './worlds.ts';

type GraphApp = { relay: Pick<App['relay'], 'answer'> } & Pick<App, 'log' | 'requestLines'>;

/** As its folder in src/routes is named, for the log. */
const ROUTE = '/graph/[...rest]';

/**
 * Answers what programs read at `/graph` ahead of Kit, which would cost as much as all the rest; with
 * the same checks and words as its route, which answers what has a body.
 * @param level how loud a line on a request is
 * @returns null for what is not read there
 */
export function graphFront(settings: FrontSettings, level: ReturnType<typeof requestLevel>) {
	return (app: GraphApp, request: IncomingMessage): Promise<FrontAnswer> | null => {
		const { method = '' } = request;
		if (method !== 'GET' && method !== 'HEAD') return null;
		const asked = askedOf(request.url ?? '');
		return asked?.world === 'graph' ? answer(app, request, { ...asked, method }) : null;
	};

	async function answer(
		{ relay, log, requestLines }: GraphApp,
		request: IncomingMessage,
		{ method, path, query }: Pick<Call, 'method' | 'path' | 'query'>
	): Promise<FrontAnswer> {
		const [requestId, began] = [randomUUID(), performance.now()];
		const header = (name: string) => request.headers[name]?.toString() ?? null;
		const call = {
			...{ method, path, query, requestId, body: null },
			authorization: header('authorization'),
			address: frontAddress(request, settings)
		};
		let isLogged = true;
		const refused = (caught: unknown) => {
			if (!(caught instanceof ToolRefusal)) {
				log.error({ requestId, route: ROUTE, ...errorFields(caught) }, 'unexpected error');
				return refusalAnswer('graph', mistakeOfOurs(), requestId);
			}
			const { refusal, isUnlogged } = afterManyFailures(caught, call.address);
			isLogged = !isUnlogged;
			return refusalAnswer('graph', refusal, requestId);
		};
		const { status, headers, body } = await relayed().catch(refused);
		if (isLogged) {
			const told = requestFields({ requestId, method, route: ROUTE, status, began });
			requestLines[level](told, 'request');
		}
		return {
			status,
			headers: {
				...headers,
				'mooring-request-id': requestId,
				'x-request-id': requestId,
				'cache-control': 'no-store',
				vary: 'Authorization'
			},
			body: method === 'HEAD' ? null : body
		};

		async function relayed() {
			const { origin } = admitProgram(header, settings);
			return relay.answer({ ...call, base: origin + WORLDS.graph });
		}
	}
}
