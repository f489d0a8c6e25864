import { randomUUID } from 'node:crypto';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { graphError } from '../relay/graph-error.ts';
import { askedOf, type World } from './worlds.ts';

/** The body of a refusal as a world words it. */
export const programError = (world: World, refusal: ToolRefusal, requestId: string): string =>
	JSON.stringify(BODIES[world](refusal, requestId));

const ours = ({ code, message, cure }: ToolRefusal, requestId: string) => ({
	error: { code, message: `${message} ${cure}`, requestId }
});

const BODIES: Record<World, (refusal: ToolRefusal, requestId: string) => unknown> = {
	graph: graphError,
	api: ours,
	feed: ours,
	mcp: ({ message, cure, code }, requestId) => ({
		jsonrpc: '2.0',
		id: null,
		error: { code: -32000, message: `${message} ${cure}`, data: { code, requestId } }
	})
};

/** Why the server in front lets a request go no further. */
export type Unread = 'two keys' | 'malformed' | 'expects' | 'failed';

/**
 * What is told whose request never reaches the hooks.
 * @param target as it stands in the request line
 * @returns null where the address is for browsers
 */
export function unreadError(target: string, why: Unread) {
	const world = askedOf(target)?.world;
	if (world === undefined) return null;
	const [refusal, requestId] = [UNREAD[why](), randomUUID()];
	return {
		status: refusal.status,
		headers: { 'content-type': 'application/json', 'mooring-request-id': requestId },
		body: programError(world, refusal, requestId)
	};
}

const UNREAD: Record<Unread, () => ToolRefusal> = {
	'two keys': () =>
		new ToolRefusal(
			'credentials_conflict',
			'This call brings two different keys.',
			'Send one Authorization header.'
		),
	malformed: () =>
		new ToolRefusal(
			'request_malformed',
			'This request has a header twice that counts once, or no Host.',
			'Send Host, Content-Type and Origin once at the most.'
		),
	expects: () =>
		new ToolRefusal(
			'request_malformed',
			'This request expects what Mooring does not do.',
			'Leave out the header Expect, or let it say 100-continue.',
			{ status: 417 }
		),
	failed: () =>
		new ToolRefusal(
			'internal',
			'Something went wrong in Mooring.',
			'Try again; if it stays, look at the log.'
		)
};
