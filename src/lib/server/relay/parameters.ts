import type { Key } from '../keys/key.ts';
import type { Row } from '../keys/rows.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { hasPages } from './account-in-path.ts';
import { type Pair, readBody, tooLarge } from './body.ts';
import type { Call } from './call.ts';
import { judgeFields } from './judge-fields.ts';
import { isPublicPicture } from './picture-address.ts';
import { shownName } from './shown-name.ts';
import type { Target } from './target.ts';

/** All that a call gives, in its order, doubled names included. */
export type Given = { query: Pair[]; body: Pair[] };

/** What goes on to Meta, the credential apart; `form` is the body of a POST. */
export type Outgoing = { query: URLSearchParams; form: URLSearchParams | null };

/** Decoded, names and values, of query and body together. */
const MOST_BYTES = 64 * 1024;
/** Of the credential and of how Meta writes its answer: none of it is the caller's to say. */
const DROPPED = ['access_token', 'format', 'pretty', 'appsecret_proof'];
/** Clients send these along; Meta then does the write and answers an error (20/1772107). */
const DROPPED_ON_WRITES = ['id', 'field', 'fields'];
/** Whether Meta reads these in a body is not known. */
const IN_QUERY = ['hide', 'comment_enabled'];
/** Addresses that Meta fetches from. */
const PICTURES = ['image_url', 'video_url', 'cover_url'];

/**
 * Reads what a call gives in its query and, but for a GET, in its body.
 * @throws ToolRefusal body_malformed, body_too_large
 */
export async function readParameters({
	method,
	query,
	body
}: Pick<Call, 'method' | 'query' | 'body'>): Promise<Given> {
	const isRead = method === 'POST' || method === 'DELETE';
	const given = {
		query: [...new URLSearchParams(query)],
		body: isRead && body ? await readBody(body) : []
	};
	let size = 0;
	for (const text of [...given.query, ...given.body].flat()) size += Buffer.byteLength(text);
	if (size > MOST_BYTES) throw tooLarge();
	return given;
}

/** The names that a call gives, those included that are dropped. */
export const parameterNames = ({ query, body }: Given) => [...query, ...body].map(([name]) => name);

/**
 * What of a call's parameters goes on to Meta.
 * @param isAllowedPicture lets an address pass that is not public
 * @throws ToolRefusal parameter_not_allowed, field_not_allowed, action_not_allowed
 */
export function judgeParameters(
	{ row, connection }: Pick<Target, 'row' | 'connection'>,
	key: Pick<Key, 'actions'>,
	given: Given,
	isAllowedPicture: (url: URL) => boolean = () => false
): Outgoing {
	const allowed = [...row.parameters, ...((hasPages(connection) && row.pageParameters) || [])];
	const parameters = onceEach(row, given);
	for (const [name, value] of parameters) {
		if (!allowed.includes(name)) throw unknownName(name);
		// Written in another way it would be another publish to the guard, and the same one to Meta.
		if (name === 'creation_id' && !/^[0-9]{1,32}$/.test(value)) {
			throw refused(
				'“creation_id” is not the id of a container.',
				'Give the id that POST …/media answered, digits alone.'
			);
		}
		if (PICTURES.includes(name) && !isPublicPicture(value, isAllowedPicture)) {
			throw refused(
				`“${name}” is not an https address on a public host.`,
				'Give an address that anybody on the internet can open, without a user name in it.'
			);
		}
	}
	if (row.parameters.includes('fields')) {
		const fields = judgeFields(parameters.get('fields') ?? null, row, key.actions);
		if (fields === null) parameters.delete('fields');
		else parameters.set('fields', fields);
	}
	return outgoing(row, parameters);
}

/** Each name once; the same value again does no harm, as clients give it that walk `next`. */
function onceEach(row: Row, { query, body }: Given): Map<string, string> {
	const dropped = row.method === 'GET' ? DROPPED : [...DROPPED, ...DROPPED_ON_WRITES];
	const parameters = new Map<string, string>();
	for (const [name, value] of [...query, ...body]) {
		if (dropped.includes(name)) continue;
		if ((parameters.get(name) ?? value) !== value) {
			throw refused(
				`The parameter ${shownName(name)} is given twice, with different values.`,
				'Give it once.'
			);
		}
		parameters.set(name, value);
	}
	return parameters;
}

function outgoing({ method }: Row, parameters: Map<string, string>): Outgoing {
	if (method !== 'POST') return { query: new URLSearchParams([...parameters]), form: null };
	const isInQuery = ([name]: Pair) => IN_QUERY.includes(name);
	return {
		query: new URLSearchParams([...parameters].filter(isInQuery)),
		form: new URLSearchParams([...parameters].filter((pair) => !isInQuery(pair)))
	};
}

const unknownName = (name: string) =>
	refused(
		`This call does not take the parameter ${shownName(name)}.`,
		'Leave it out; the description at /api/v1/openapi.json lists what each call takes.'
	);

const refused = (message: string, cure: string) =>
	new ToolRefusal('parameter_not_allowed', message, cure);
