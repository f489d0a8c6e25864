import { ROWS, type Row } from '../keys/rows.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';

/** A post, story, comment or container as Meta numbers them; of a Page's posts with an underscore. */
const NODE = /^[0-9]{1,32}(_[0-9]{1,32})?$/;

/** Paths of a token's own life, answered here with the same key: nothing is renewed by a program. */
const KEY_AGAIN = ['refresh_access_token', 'access_token'];

export const isNodeId = (segment: string) => NODE.test(segment);

/** Whether a program asks for a fresh token, as clients do that renew for themselves. */
export const asksForKeyAgain = ([first = '', ...more]: readonly string[]) =>
	KEY_AGAIN.includes(first) && more.length === 0;

/** What may stand in the place of a row's first segment, by how the caller's is written. */
function placesFor(segment: string): string[] {
	if (segment === 'me') return ['me', '{a}'];
	return isNodeId(segment) ? ['{a}', '{n}', '{page}'] : [];
}

/** The rows that a path may mean, whoever asks by whatever method. */
export function rowsFor([first = '', ...rest]: readonly string[]): Row[] {
	const paths = placesFor(first).map((place) => [place, ...rest].join('/'));
	return ROWS.filter(({ path }) => paths.includes(path));
}

/** The method of the row that a method of HTTP asks for: HEAD is a GET without its body. */
export const rowMethod = (method: string) => (method === 'HEAD' ? 'GET' : method);

/**
 * The methods that a path has, for `Allow` (RFC 9110, section 10.2.1).
 * @throws ToolRefusal path_not_allowed where no row has such a path
 */
export function allowedMethods(segments: readonly string[]): string[] {
	if (asksForKeyAgain(segments)) return methodsOf(['GET']);
	const rows = rowsFor(segments);
	if (rows.length === 0) throw pathNotAllowed();
	return methodsOf(rows.map(({ method }) => method));
}

export const methodsOf = (methods: string[]) => [
	...new Set([...methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])), 'OPTIONS'])
];

export const pathNotAllowed = () =>
	new ToolRefusal(
		'path_not_allowed',
		'Mooring does not relay this path.',
		'The description at /api/v1/openapi.json lists what it relays.'
	);

export const methodNotAllowed = (allow: readonly string[]) =>
	new ToolRefusal(
		'method_not_allowed',
		'This path does not take this method.',
		`It takes ${allow.join(', ')}.`,
		{ allow }
	);
