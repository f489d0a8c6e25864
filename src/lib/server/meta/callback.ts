import { OAuth2RequestResult } from '@oslojs/oauth2';
import { plainText, plainWords } from './plain-words.ts';

const MAX_CODE = 2_000;
const MAX_STATE = 200;

export type Callback =
	| { kind: 'code'; code: string; state: string }
	/** `state` is null where it did not come along: Meta's pages do not show it on a denial. */
	| { kind: 'error'; error: string; words: string; state: string | null }
	| { kind: 'unreadable'; why: Unreadable };

export type Unreadable =
	'nothing' | 'both' | 'no_state' | 'doubled' | 'empty' | 'too_long' | 'control_characters';

/**
 * What came back from Meta's consent (RFC 6749, 4.1.2 and 4.1.2.1). Decides nothing about the
 * state, and never throws.
 */
export function readCallback(from: URL | URLSearchParams): Callback {
	const query = from instanceof URL ? from.searchParams : from;
	const code = single(query, 'code', MAX_CODE);
	const state = single(query, 'state', MAX_STATE);
	const error = single(query, 'error', MAX_CODE);
	for (const { why } of [code, state, error]) {
		if (why !== null) return { kind: 'unreadable', why };
	}
	if (code.text !== null && error.text !== null) return { kind: 'unreadable', why: 'both' };
	if (error.text !== null) return errorOf(query, error.text, state.text);
	if (code.text === null) return { kind: 'unreadable', why: 'nothing' };
	if (state.text === null) return { kind: 'unreadable', why: 'no_state' };
	return { kind: 'code', code: code.text, state: state.text };
}

type Parameter = { text: string | null; why: Unreadable | null };

/** RFC 6749, 3.1: no parameter more than once. */
function single(query: URLSearchParams, name: string, max: number): Parameter {
	const [first, ...more] = query.getAll(name);
	if (first === undefined) return { text: null, why: null };
	if (more.length > 0) return { text: null, why: 'doubled' };
	const text = withoutFragment(first);
	if (text === '') return { text: null, why: 'empty' };
	if (text.length > max) return { text: null, why: 'too_long' };
	if (/\p{Cc}/u.test(text)) return { text: null, why: 'control_characters' };
	return { text, why: null };
}

/** Instagram ends the address with the fragment `#_`, Facebook with `#_=_`; copying may encode it. */
const withoutFragment = (text: string) => text.replace(/(?:#|%23)_(?:=_|%3D_)?$/i, '');

function errorOf(query: URLSearchParams, error: string, state: string | null): Callback {
	const result = new OAuth2RequestResult({
		error,
		error_description: query.get('error_description') ?? query.get('error_reason') ?? ''
	});
	return {
		kind: 'error',
		error: plainText(result.errorCode(), 100),
		words: plainWords(withoutFragment(result.errorDescription())),
		state
	};
}
