import { type BadInput, KB, row } from './bad-input.ts';

export const OUR_PORT = 'OUR-PORT';
const SESSION = `mooring-session-${OUR_PORT}`;
const ATTEMPT = `mooring-attempt-instagram-0123abcd-${OUR_PORT}`;

const user = (no: number, what: string, cookie: string, answer = '401') =>
	row(no, what, '/api/user', answer, { headers: { cookie } });
const paste = (no: number, what: string, cookie: string, answer = '200') =>
	row(no, what, '/connect/paste', answer, { headers: { cookie } });

/** Cookies that are not what Mooring gave; the rows bring no other session. */
export const COOKIE_ROWS: BadInput[] = [
	user(115, 'empty', `${SESSION}=`),
	user(115, 'one sign', `${SESSION}=a`),
	user(115, '10 KB', `${SESSION}=${'a'.repeat(10 * KB)}`),
	user(115, '17 KB', `${SESSION}=${'a'.repeat(17 * KB)}`, '431'),
	user(115, 'a percent sign', `${SESSION}=%`),
	user(115, 'NUL, encoded', `${SESSION}=%00`),
	user(115, 'in quotes', `${SESSION}="a"`),
	user(115, 'two of one name', `${SESSION}=a; ${SESSION}=b`, '400'),
	user(115, 'two of one name, one of them empty', `${SESSION}=; ${SESSION}=b`, '400'),
	user(115, 'the name in capitals', `${SESSION.toUpperCase()}=a`),
	user(115, 'a blank in front', ` ${SESSION}=a`),
	user(115, 'the name of https', '__Host-Http-mooring-session=a'),
	user(115, 'the name of another port', 'mooring-session-1=a'),
	user(115, 'a name of the prototype', '__proto__=a; constructor=b; toString=c'),
	user(115, 'no name', '=a; ; ;;'),
	user(115, 'a thousand others', 'a=b; '.repeat(1000)),
	paste(116, 'of an unknown attempt', `${ATTEMPT}=a`),
	paste(116, 'of an attempt without a value', `${ATTEMPT}=`),
	paste(116, 'of an attempt, twice', `${ATTEMPT}=a; ${ATTEMPT}=b`, '400'),
	paste(
		116,
		'of a hundred attempts',
		Array.from(
			{ length: 100 },
			(_, at) => `mooring-attempt-facebook-${at.toString(16).padStart(8, '0')}-${OUR_PORT}=x`
		).join('; ')
	)
];
