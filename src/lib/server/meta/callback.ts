import { OAuth2RequestResult } from '@oslojs/oauth2';
import { plainText, plainWords } from './plain-words.ts';

const MAX_CODE = 2_000;
const MAX_STATE = 200;

export type Callback =
	| { kind: 'code'; code: string; state: string }
	/** `state` is null where it did not come along: Meta's pages do not show it on a denial. */
	/** `error` is RFC 6749's name, or Meta's number; a no is always `access_denied`. */
	| { kind: 'error'; error: string; words: string; state: string | null }
	| { kind: 'unreadable'; why: Unreadable };

export type Unreadable =
	'nothing' | 'both' | 'no_state' | 'doubled' | 'empty' | 'too_long' | 'control_characters';

/**
 * What came back from Meta's consent: RFC 6749, 4.1.2 and 4.1.2.1, or Facebook's own
 * `error_code` and `error_message`. Decides nothing about the state, and never throws.
 */
export function readCallback(from: URL | URLSearchParams): Callback {
	const query = from instanceof URL ? from.searchParams : from;
	const code = single(query, 'code', MAX_CODE);
	const state = single(query, 'state', MAX_STATE);
	const errors = ERROR_NAMES.map((name) => single(query, name, MAX_CODE));
	for (const { why } of [code, state, ...errors]) {
		if (why !== null) return { kind: 'unreadable', why };
	}
	const [error, errorCode, reason] = errors.map(({ text }) => text);
	const name = error ?? errorCode ?? reason;
	if (code.text !== null && name) return { kind: 'unreadable', why: 'both' };
	if (name) return errorOf(query, name, state.text);
	if (code.text === null) return { kind: 'unreadable', why: 'nothing' };
	if (state.text === null) return { kind: 'unreadable', why: 'no_state' };
	return { kind: 'code', code: code.text, state: state.text };
}

/** RFC 6749's name, and those that Facebook's dialog uses instead of it or beside it. */
const ERROR_NAMES = ['error', 'error_code', 'error_reason'];

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

function errorOf(query: URLSearchParams, name: string, state: string | null): Callback {
	const told = ['error_description', 'error_message', 'error_reason'].map((one) => query.get(one));
	const result = new OAuth2RequestResult({
		error: name,
		error_description: told.find((text) => text !== null) ?? ''
	});
	const words = plainWords(withoutFragment(result.errorDescription()));
	return {
		kind: 'error',
		error: isDenial(query, name, words) ? 'access_denied' : plainText(result.errorCode(), 100),
		words,
		state
	};
}

/** "Manually build a login flow": a no has this reason; without it, code 200 with these words. */
const isDenial = (query: URLSearchParams, name: string, words: string) =>
	withoutFragment(query.get('error_reason') ?? '') === 'user_denied' ||
	(name === '200' && /^permissions? error/i.test(words));
