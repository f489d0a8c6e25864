import type { Message } from './message.ts';
import { type OutgoingDeps, post } from './outgoing.ts';
import { resultOf, troubleOf } from './post-result.ts';
import type { Result } from './result.ts';

/** ntfy, "Message priority": 3 is the default, 4 high. */
const DEFAULT_PRIORITY = 3;
const HIGH_PRIORITY = 4;
/** ntfy makes a file of what is longer than 4,096 bytes. */
const MOST_LINES = 12;

/**
 * Publishes one message as JSON to the root of the topic's server (ntfy, "Publish as JSON"): headers
 * carry no UTF-8.
 * @param realNow milliseconds
 */
export async function sendNtfy(
	deps: OutgoingDeps,
	{ address, token }: { address: string; token: string | null },
	message: Message,
	{ origin, realNow }: { origin: URL; realNow: number }
): Promise<Result> {
	const topic = new URL(address);
	const body = JSON.stringify(ntfyBody(topicIn(topic), message, origin));
	const headers = {
		'content-type': 'application/json',
		...(token === null ? {} : { authorization: `Bearer ${token}` })
	};
	try {
		return resultOf(await post(deps, new URL('/', topic), { headers, body }), realNow);
	} catch (error) {
		return troubleOf(error);
	}
}

export const topicIn = ({ pathname }: URL) => pathname.replace(/^\/|\/$/g, '');

function ntfyBody(topic: string, { title, lines, isUrgent }: Message, origin: URL) {
	const said = lines.map(({ name, sentence }) =>
		name === null || lines.length === 1 ? sentence : `${name}: ${sentence}`
	);
	const more = said.length - MOST_LINES;
	const shown = more > 0 ? [...said.slice(0, MOST_LINES), `And ${String(more)} more.`] : said;
	const [only] = lines;
	return {
		topic,
		title,
		message: shown.join('\n'),
		priority: isUrgent ? HIGH_PRIORITY : DEFAULT_PRIORITY,
		click: lines.length === 1 && only ? only.url : origin.href
	};
}
