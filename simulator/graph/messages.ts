import type { Account } from '../instagram/accounts.ts';
import { jsonResponse } from '../meta-json.ts';
import type { List } from '../pager.ts';
import { invalidParameter, missingParameter, refusal } from './errors.ts';
import { listAt, type ListRequest } from './lists.ts';
import { plainNode } from './plain-node.ts';
import { metaTime } from './plain-values.ts';
import { contentOf, nowOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

/** "Text of at most 1,000 bytes" (Meta, Send API). */
const MOST_BYTES = 1000;
const LIMITS = { usualLimit: 25, highestLimit: 50 };

type Parts = { recipient: Record<string, unknown>; text: string };

/** `recipient` and `message`, which come as JSON: objects in a body, texts in a query. */
function partsIn(parameters: Map<string, string>): Parts | null {
	try {
		const read = (name: string) => JSON.parse(parameters.get(name) ?? '') as unknown;
		const [recipient, message] = [read('recipient'), read('message')];
		if (typeof recipient !== 'object' || !recipient) return null;
		const text: unknown = (message as { text?: unknown } | null)?.text;
		return {
			recipient: recipient as Record<string, unknown>,
			text: typeof text === 'string' ? text : ''
		};
	} catch {
		return null;
	}
}

/**
 * `POST /{ig}/messages`: to a person by `recipient.id`, or once in private to who wrote a comment,
 * by `recipient.comment_id` (Meta, Send API and private replies).
 */
export function sendMessage(
	viewer: Viewer,
	account: Account,
	parameters: Map<string, string>
): Response {
	const closed = refusalWithout(viewer, 'messages');
	if (closed) return closed;
	const parts = partsIn(parameters);
	if (!parts) return missingParameter(viewer, 'recipient');
	const { recipient, text } = parts;
	if (!text) return missingParameter(viewer, 'message');
	if (Buffer.byteLength(text) > MOST_BYTES)
		return invalidParameter(
			viewer,
			'Length of param message[text] must be less than or equal to 1000'
		);
	const { messages, nextSeed, comment } = contentOf(viewer);
	const commentId = typeof recipient.comment_id === 'string' ? recipient.comment_id : null;
	if (commentId !== null && !comment(commentId))
		return invalidParameter(viewer, 'The comment does not exist', 33);
	const recipientId = commentId ?? (typeof recipient.id === 'string' ? recipient.id : '');
	if (!recipientId) return missingParameter(viewer, 'recipient');
	if (switchesOf(viewer).messageWindow === 'closed' && commentId === null)
		return refusal(viewer, {
			message: '(#10) This message is sent outside of allowed window.',
			type: 'OAuthException',
			code: 10,
			subcode: 2_534_022
		});
	const id = Buffer.from(nextSeed(`message ${account.username}`)).toString('base64url');
	const { username } = account;
	messages.push({ id, username, recipientId, text, at: nowOf(viewer) });
	return jsonResponse({ recipient_id: recipientId, message_id: id });
}

/** `/{ig}/conversations`: with whom the account has written; empty in development mode. */
export function conversationList(
	viewer: Viewer,
	account: Account,
	request: ListRequest
): List | Response {
	const closed = refusalWithout(viewer, 'messages');
	if (closed) return closed;
	const own = contentOf(viewer).messages.filter(({ username }) => username === account.username);
	const latest = new Map(own.map((message) => [message.recipientId, message]));
	const shown = switchesOf(viewer).developmentMode ? [] : [...latest.values()].reverse();
	return listAt(viewer, `${account.userId}/conversations`, shown, request, LIMITS, (message) => {
		const id = Buffer.from(`conversation ${message.recipientId}`).toString('base64url');
		const messages = {
			data: own
				.filter(({ recipientId }) => recipientId === message.recipientId)
				.map((one) => ({ id: one.id, created_time: metaTime(one.at), message: one.text }))
				.reverse()
		};
		const values = { id, updated_time: metaTime(message.at), messages };
		return plainNode(viewer, 'UnifiedThread', values, request.fields, ['id', 'updated_time']);
	});
}
