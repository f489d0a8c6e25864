import { KB } from './bad-input.ts';

/** A request that no client would write: its head after the request line, and its body. */
export type WireInput = {
	no: number;
	what: string;
	line: string;
	headers: string[];
	body: string;
	status: number;
};

/** Stands for our own Host header. */
export const HOST = 'Host: OUR-HOST';

/** No answer at all, and the connection is closed. */
const CUT_OFF = 0;

const wire = (
	no: number,
	what: string,
	status: number,
	line = 'GET /api/user HTTP/1.1',
	headers: string[] = [HOST],
	body = ''
): WireInput => ({ no, what, line, headers, body, status });

const POST = 'POST /connect/paste HTTP/1.1';
const TYPE = 'Content-Type: application/x-www-form-urlencoded';
const ORIGIN = 'Origin: http://OUR-HOST';

export const WIRE_ROWS: WireInput[] = [
	...['\t', '\0', '\x0b', '\x7f'].map((sign) =>
		wire(94, `${JSON.stringify(sign)} in the path`, 400, `GET /api/conn${sign}ections HTTP/1.1`)
	),
	wire(94, 'a blank in the path', 400, 'GET /api/conn ections HTTP/1.1'),
	wire(117, 'another Host', 421, undefined, ['Host: evil.example']),
	wire(117, 'no Host', 400, undefined, []),
	wire(117, 'an empty Host', 421, undefined, ['Host:']),
	wire(117, 'two Hosts', 400, undefined, [HOST, 'Host: evil.example']),
	wire(117, 'our Host twice', 400, undefined, [HOST, HOST]),
	wire(117, 'a dot at the end', 421, undefined, ['Host: localhost.']),
	wire(117, 'our name without its port', 421, undefined, ['Host: localhost']),
	wire(117, 'a name before ours', 421, undefined, ['Host: app@OUR-HOST']),
	wire(117, 'a path after ours', 421, undefined, ['Host: OUR-HOST/x']),
	wire(117, 'the address of this machine', 421, undefined, ['Host: 127.0.0.1']),
	wire(117, 'an IPv6 address', 421, undefined, ['Host: [::1]']),
	wire(117, '8 KB', 421, undefined, [`Host: ${'a'.repeat(8 * KB)}`]),
	wire(117, 'in capitals, which is ours', 401, undefined, ['Host: OUR-HOST-IN-CAPITALS']),
	wire(121, 'a blank in the name of a header', 400, undefined, [HOST, 'x y: z']),
	wire(121, 'a header over two lines', 400, undefined, [HOST, 'x: y', ' z']),
	wire(123, 'two Origins', 400, POST, [HOST, TYPE, ORIGIN, ORIGIN, 'Content-Length: 3'], 'a=b'),
	wire(125, 'HTTP/1.0 without a Host', 421, 'GET /api/user HTTP/1.0', []),
	wire(125, 'a whole address as the target', 400, 'GET http://evil.example/api/user HTTP/1.1'),
	wire(125, 'a whole address of ours', 400, 'GET http://OUR-HOST/api/user HTTP/1.1'),
	wire(125, 'all of the server', 400, 'OPTIONS * HTTP/1.1'),
	wire(125, 'a path of slashes', 404, 'GET // HTTP/1.1'),
	wire(125, 'an unknown version', 400, 'GET / HTTP/7.7'),
	wire(103, 'a method in small letters', 400, 'get / HTTP/1.1'),
	wire(103, 'a tunnel', CUT_OFF, 'CONNECT evil.example:443 HTTP/1.1'),
	wire(102, 'a change of protocol', 401, undefined, [HOST, 'Upgrade: h2c', 'Connection: Upgrade']),
	wire(
		126,
		'both lengths',
		400,
		POST,
		[HOST, TYPE, ORIGIN, 'Content-Length: 3', 'Transfer-Encoding: chunked'],
		'0\r\n\r\n'
	),
	wire(
		126,
		'two lengths',
		400,
		POST,
		[HOST, TYPE, ORIGIN, 'Content-Length: 3', 'Content-Length: 4'],
		'a=b'
	),
	wire(126, 'a length with a sign', 400, POST, [HOST, TYPE, ORIGIN, 'Content-Length: +3'], 'a=b'),
	wire(
		126,
		'an odd encoding',
		400,
		POST,
		[HOST, TYPE, ORIGIN, 'Transfer-Encoding: xchunked'],
		'0\r\n\r\n'
	),
	wire(
		126,
		'chunked, said twice',
		400,
		POST,
		[HOST, TYPE, ORIGIN, 'Transfer-Encoding: chunked, chunked'],
		'0\r\n\r\n'
	),
	wire(
		126,
		'chunks of no length',
		400,
		POST,
		[HOST, TYPE, ORIGIN, 'Transfer-Encoding: chunked'],
		'x\r\nabc\r\n0\r\n\r\n'
	),
	wire(126, 'lines without CR', 400, 'GET /api/user HTTP/1.1\nx: y', [HOST])
];
