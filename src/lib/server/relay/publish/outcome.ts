import { parse, refusalOf } from '../../meta/judge.ts';
import type { Sent } from '../call.ts';

/** What an answer to `media_publish` says of the post. */
export type Outcome =
	| { is: 'published'; mediaId: string }
	/** Meta said no for certain: the container is free for another try. */
	| { is: 'refused' }
	/** It may be there. `isLimit`: the answer is of a limit, and is delivered all the same. */
	| { is: 'unclear'; why: string; isLimit: boolean };

/** "Error Codes", Instagram Platform: with these Meta was seen to have published nevertheless. */
const MAYBE_DONE = [1, 2, -1, -2];
/** A publish that was taken for spam; some of them went live. */
const SPAM = { code: 4, subcode: 2_207_051 };
const LIMITS = [4, 17, 32, 613, 80_002];

/** Never throws; ids keep all their digits, whether they came as text or as numbers. */
export function outcomeOf({ status, bytes }: Pick<Sent, 'status' | 'bytes'>): Outcome {
	const text = new TextDecoder().decode(bytes);
	const refusal = refusalOf({ status, text });
	if (refusal === null) {
		const mediaId = status >= 200 && status < 300 ? idIn(parse(text)) : null;
		if (mediaId !== null) return { is: 'published', mediaId };
		const why = status >= 400 ? `HTTP ${String(status)}` : 'no id in the answer';
		return { is: 'unclear', why, isLimit: false };
	}
	const { code, subcode, isTransient } = refusal;
	const isSpam = code === SPAM.code && subcode === SPAM.subcode;
	const why = nameOf(code, subcode, status);
	const isLimit = code !== null && LIMITS.includes(code) && !isSpam;
	if (isSpam || isTransient || status >= 500 || code === null || MAYBE_DONE.includes(code)) {
		return { is: 'unclear', why, isLimit };
	}
	return { is: 'refused' };
}

/** The id of what was made, as text; null where there is none. */
export function idIn(body: unknown): string | null {
	if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'id')) return null;
	const { id } = body as { id: unknown };
	const text = typeof id === 'number' ? String(id) : id;
	return typeof text === 'string' && /^[0-9_]{1,65}$/.test(text) ? text : null;
}

function nameOf(code: number | null, subcode: number | null, status: number): string {
	if (code === null) return `HTTP ${String(status)}`;
	return subcode ? `${String(code)}/${String(subcode)}` : String(code);
}
