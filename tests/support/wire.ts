import { connect } from 'node:net';

/** What came back over one connection, and how it ended. */
export type Heard = {
	/** The status of the first answer; 0: none came. */
	status: number;
	/** The first answer's headers, names in lower case. */
	headers: Record<string, string>;
	text: string;
	/** How long the connection lived, in milliseconds. */
	ms: number;
};

/** A request written by hand, since clients mend what is wrong in it. Resolves when the other side ends. */
export function onTheWire(
	port: number,
	write: string | ((send: (text: string) => boolean) => void),
	{ patienceMs = 10_000 } = {}
): Promise<Heard> {
	return new Promise((resolve, reject) => {
		const began = Date.now();
		const socket = connect(port, '127.0.0.1');
		let text = '';
		const patience = setTimeout(() => {
			socket.destroy();
			reject(new Error(`the connection stayed open; it said: ${text}`));
		}, patienceMs);
		socket.setEncoding('latin1');
		socket.on('data', (chunk: string) => (text += chunk));
		// A cut connection is an end like another: what was heard until then counts.
		socket.on('error', () => {});
		socket.on('close', () => {
			clearTimeout(patience);
			resolve({ ...parse(text), ms: Date.now() - began });
		});
		if (typeof write === 'string') socket.write(write);
		else socket.on('connect', () => write((part) => !socket.destroyed && socket.write(part)));
	});
}

/** A request's head; the connection ends after the answer unless a header says otherwise. */
export const head = (line: string, headers: string[]) =>
	[`${line} HTTP/1.1`, 'Connection: close', ...headers, '', ''].join('\r\n');

function parse(text: string): Omit<Heard, 'ms'> {
	const [lines = '', ...rest] = text.split('\r\n\r\n');
	const [first = '', ...named] = lines.split('\r\n');
	const headers = Object.fromEntries(
		named.map((line) => {
			const [name = '', ...value] = line.split(': ');
			return [name.toLowerCase(), value.join(': ')];
		})
	);
	return { status: Number(first.split(' ')[1] ?? 0), headers, text: rest.join('\r\n\r\n') };
}
