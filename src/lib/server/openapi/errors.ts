import { TOOL_REFUSALS, type ToolRefusalCode } from '../keys/tool-refusal.ts';
import { inJson, type Json, objectOf, ref, TEXT } from './json.ts';

const CODES = Object.keys(TOOL_REFUSALS) as ToolRefusalCode[];

/** Never of an address that a key opens. */
const ELSEWHERE: ToolRefusalCode[] = ['key_not_here'];

/** Of `/api/v1`; the three of 409 are why there is no token. */
const OF_API: ToolRefusalCode[] = [
	'key_missing',
	'key_malformed',
	'key_unknown',
	'key_revoked',
	'key_expired',
	'key_in_url',
	'browser_refused',
	'wrong_host',
	'credentials_conflict',
	'request_malformed',
	'not_found',
	'method_not_allowed',
	'key_rate_limited',
	'internal'
];
const OF_TOKEN: ToolRefusalCode[] = ['action_not_allowed', 'https_needed'];
export const NO_TOKEN: ToolRefusalCode[] = ['needs_reconnect', 'disconnected', 'locked'];

const OF_GRAPH = CODES.filter((code) => !ELSEWHERE.includes(code) && code !== 'https_needed');

/** By status, the codes that it may have. */
const byStatus = (codes: readonly ToolRefusalCode[]) =>
	Object.entries(Object.groupBy(codes, (code) => TOOL_REFUSALS[code].status)).map(
		([status, those = []]): [string, ToolRefusalCode[]] => [status, those]
	);

const response = (codes: readonly ToolRefusalCode[], schema: string, isBearer: boolean): Json => ({
	description: codes.map((code) => `\`${code}\``).join(', '),
	content: inJson(ref('schemas', schema)),
	...(isBearer ? { headers: { 'WWW-Authenticate': { schema: TEXT } } } : {})
});

const responses = (world: 'Graph' | 'Api', codes: readonly ToolRefusalCode[]) =>
	byStatus(codes).map(([status, those]): [string, Json] => [
		`${world}${status}`,
		response(those, `${world}Error`, status === '401')
	]);

/** Every response that refuses, once for each world and status. */
export const ERROR_RESPONSES: Record<string, Json> = Object.fromEntries([
	...responses('Graph', OF_GRAPH),
	...responses('Api', [...OF_API, ...OF_TOKEN]),
	['Api409', response(NO_TOKEN, 'ApiError', false)]
]);

const refsOf = (world: 'Graph' | 'Api', codes: readonly ToolRefusalCode[]) =>
	Object.fromEntries(
		byStatus(codes).map(([status]) => [status, ref('responses', `${world}${status}`)])
	);

/** What refuses a call of the Graph: ours, or Meta's own in the same shape. */
export const GRAPH_ERRORS = refsOf('Graph', OF_GRAPH);

/** What refuses a call of `/api/v1`. */
export const apiErrors = (isToken: boolean) => ({
	...refsOf('Api', isToken ? [...OF_API, ...OF_TOKEN] : OF_API),
	...(isToken ? { 409: ref('responses', 'Api409') } : {})
});

export const ERROR_SCHEMAS: Record<string, Json> = {
	GraphError: objectOf({
		error: {
			type: 'object',
			required: ['message', 'type', 'code'],
			properties: {
				message: TEXT,
				type: TEXT,
				code: { type: 'integer' },
				error_subcode: { type: 'integer' },
				is_transient: { type: 'boolean' },
				fbtrace_id: TEXT,
				mooring: {
					description: 'Only where Mooring refused, and not Meta.',
					...objectOf({ code: { type: 'string', enum: OF_GRAPH }, cure: TEXT })
				}
			}
		}
	}),
	ApiError: objectOf({
		error: objectOf({
			code: { type: 'string', enum: [...OF_API, ...OF_TOKEN, ...NO_TOKEN] },
			message: TEXT,
			requestId: TEXT
		})
	})
};
