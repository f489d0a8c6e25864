import { ToolRefusal, type ToolRefusalCode } from '../keys/tool-refusal.ts';
import { parse } from '../exact-json.ts';
import type { Relayed } from '../relay/call.ts';
import { causeOf, type MetaError } from './meta-causes.ts';
import { fieldOf, textIn } from './pick.ts';

/** Why a tool has no result: one sentence of cause and one of cure, for a person to read. */
export class ToolFailure extends Error {
	readonly cure: string;
	/** The code of our own refusal; null: Meta's answer, or an input that cannot be. */
	readonly code: ToolRefusalCode | null;
	readonly meta: MetaError | null;
	/** Seconds. */
	readonly retryAfter: number | null;

	constructor(
		message: string,
		cure: string,
		more: {
			code?: ToolRefusalCode | null;
			meta?: MetaError | null;
			retryAfter?: number | null;
		} = {}
	) {
		super(message);
		this.name = 'ToolFailure';
		this.cure = cure;
		this.code = more.code ?? null;
		this.meta = more.meta ?? null;
		this.retryAfter = more.retryAfter ?? null;
	}
}

export const failureOfRefusal = ({ message, cure, code, retryAfter }: ToolRefusal) =>
	new ToolFailure(message, cure, { code, retryAfter });

/** What an answer of the relay says that is no success: ours (under `mooring`) or Meta's. */
export function failureOfAnswer(answer: Relayed, body: unknown): ToolFailure {
	const error = fieldOf(body, 'error');
	const seconds = Number(
		Object.entries(answer.headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
	);
	const retryAfter = Number.isSafeInteger(seconds) && seconds > 0 ? seconds : null;
	const ours = fieldOf(error, 'mooring');
	const message = textIn(fieldOf(error, 'message'));
	if (ours !== undefined && message !== null)
		return new ToolFailure(message, textIn(fieldOf(ours, 'cure')) ?? '', {
			code: fieldOf(ours, 'code') as ToolRefusalCode,
			retryAfter
		});
	const meta: MetaError = {
		status: answer.status,
		code: numberOrNull(fieldOf(error, 'code')),
		subcode: numberOrNull(fieldOf(error, 'error_subcode')),
		isTransient: fieldOf(error, 'is_transient') === true,
		words: wordsOf(error)
	};
	const { cause, cure } = causeOf(meta);
	return new ToolFailure(cause, cure, { meta, retryAfter });
}

/** The body of an answer. @throws ToolFailure for what is no success */
export function successOf(answer: Relayed): unknown {
	const body = parse(new TextDecoder().decode(answer.body));
	if (answer.status > 299 || fieldOf(body, 'error') !== undefined || body === undefined)
		throw failureOfAnswer(answer, body);
	return body;
}

const MOST_WORDS = 300;

/** Meta's own words, which may quote what strangers wrote. */
const wordsOf = (error: unknown) =>
	['message', 'error_user_title', 'error_user_msg']
		.flatMap((name) => textIn(fieldOf(error, name)) ?? [])
		.join(' · ')
		.slice(0, MOST_WORDS)
		.toWellFormed();

const numberOrNull = (value: unknown) => (typeof value === 'number' ? value : null);
