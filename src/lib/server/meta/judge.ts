import type * as z from 'zod';
import { parse } from '../exact-json.ts';
import { MetaRefused, UnexpectedAnswer } from './errors.ts';
import { plainWords } from './plain-words.ts';
import type { Refusal } from './refusal.ts';
import type { Answer } from './request.ts';

export { parse };

/**
 * Reads an answer: the HTTP status first, then the fields. Each answer may come flat (the wire) or
 * wrapped in `data` (Meta's documentation).
 * @param secrets what was sent and must not come back in Meta's words
 * @throws MetaRefused, UnexpectedAnswer
 */
export function judge<T>(answer: Answer, schema: z.ZodType<T>, secrets: string[]): T {
	return read(unwrapped(bodyOf(answer, secrets)), schema, answer.status);
}

/** Like `judge`, for a list: `data` is one of its fields, and paging stands beside it. */
export function judgeWhole<T>(answer: Answer, schema: z.ZodType<T>, secrets: string[]): T {
	return read(bodyOf(answer, secrets), schema, answer.status);
}

/** The error in an answer of Meta's, whatever its status; null where there is none. */
export function refusalOf({ status, text }: Answer, secrets: string[] = []): Refusal | null {
	const body = parse(text);
	return body === undefined ? null : refusalIn(body, status, secrets);
}

function bodyOf({ status, text }: Answer, secrets: string[]): unknown {
	const body = parse(text);
	const refusal = body === undefined ? null : refusalIn(body, status, secrets);
	if (refusal !== null) throw new MetaRefused(refusal);
	if (status < 200 || status > 299) throw new UnexpectedAnswer(`HTTP ${status}`, status);
	if (body === undefined) throw new UnexpectedAnswer('no JSON', status);
	return body;
}

function read<T>(body: unknown, schema: z.ZodType<T>, status: number): T {
	const result = schema.safeParse(body);
	if (result.success) return result.data;
	// Paths come from the schema, never from the answer: they may be told.
	const fields = result.error.issues.map(({ path }) => path[0] ?? 'answer').map(String);
	throw new UnexpectedAnswer(`unusable ${[...new Set(fields)].join(', ')}`, status);
}

function unwrapped(body: unknown): unknown {
	const data = own(body, 'data') ?? body;
	return Array.isArray(data) && data.length === 1 ? data[0] : data;
}

/** Graph's shape, the token endpoint's flat one, and plain OAuth's `error` text (RFC 6749, 5.2). */
function refusalIn(body: unknown, httpStatus: number, secrets: string[]): Refusal | null {
	const error = own(body, 'error');
	if (typeof error === 'object' && error !== null) {
		return {
			httpStatus,
			code: numberOrNull(own(error, 'code')),
			subcode: numberOrNull(own(error, 'error_subcode')),
			type: nameOrNull(own(error, 'type')),
			isTransient: own(error, 'is_transient') === true,
			words: wordsOf(own(error, 'message'), secrets)
		};
	}
	const type = own(body, 'error_type') ?? error;
	const words = own(body, 'error_message') ?? own(body, 'error_description') ?? error;
	if (typeof type !== 'string' && typeof words !== 'string') return null;
	return {
		httpStatus,
		code: numberOrNull(own(body, 'code')),
		subcode: null,
		type: nameOrNull(type),
		isTransient: own(body, 'is_transient') === true,
		words: wordsOf(words, secrets)
	};
}

/** A field of the answer itself, never one of `Object.prototype`. */
const own = (object: unknown, key: string): unknown =>
	typeof object === 'object' && object !== null && Object.hasOwn(object, key)
		? (object as Record<string, unknown>)[key]
		: undefined;

const numberOrNull = (value: unknown) =>
	typeof value === 'number' && Number.isSafeInteger(value) ? value : null;

const nameOrNull = (value: unknown) =>
	typeof value === 'string' && /^[A-Za-z]{1,40}$/.test(value) ? value : null;

const wordsOf = (value: unknown, secrets: string[]) =>
	typeof value === 'string' ? plainWords(value, secrets) : '';
