import type { RequestEvent } from '@sveltejs/kit';
import { AppError } from '../errors.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import type { Call } from '../relay/call.ts';
import { clientAddress } from './answer.ts';
import { readBody } from './read-body.ts';
import { bodyBounds } from './routes.ts';
import { WORLDS } from './worlds.ts';

/** Methods whose body means something here; that of another one is not read. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * What a program asks, by the bytes of its request.
 * @throws ToolRefusal body_too_large, body_malformed
 */
export async function callOf(event: RequestEvent): Promise<Call> {
	const { request, locals } = event;
	const { asked, originAsked } = locals;
	if (!asked || !originAsked) throw new TypeError('not the request of a program');
	return {
		method: request.method,
		path: asked.path,
		query: asked.query,
		body: WITH_BODY.has(request.method) ? await bodyOf(event) : null,
		authorization: request.headers.get('authorization'),
		base: originAsked.origin + WORLDS.graph,
		requestId: locals.requestId,
		address: clientAddress(event)
	};
}

async function bodyOf({ request, route }: RequestEvent): Promise<Call['body']> {
	const { headers } = request;
	const encoding = headers.get('content-encoding') ?? 'identity';
	if (encoding.trim().toLowerCase() !== 'identity') {
		throw malformed('This body is compressed.', 'Send it as it is.');
	}
	const type = headers.get('content-type')?.trim() ?? null;
	const hasBody = headers.has('transfer-encoding') || Number(headers.get('content-length')) > 0;
	// Kit reads no body whose type is not told, an empty one included.
	if (!type && hasBody) {
		throw malformed(
			'This body has no Content-Type.',
			'Say what it is, for example a form or JSON.'
		);
	}
	try {
		const bytes = await readBody(request, bodyBounds(route.id).maxBody);
		return bytes.length === 0 ? null : { type, bytes };
	} catch (caught) {
		if (
			caught instanceof AppError ||
			(caught instanceof Error && Reflect.get(caught, 'status') === 413)
		) {
			throw new ToolRefusal('body_too_large', 'This body is too large.', 'Send less at once.');
		}
		throw caught;
	}
}

const malformed = (message: string, cure: string) =>
	new ToolRefusal('body_malformed', message, cure);
