// The least that a relay can be: a token put in, nothing read and nothing rewritten.
import { Agent, createServer, request } from 'node:http';

const [upstream = '', token = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const server = createServer((asked, answer) => {
	const headers = { authorization: `Bearer ${token}` };
	request(new URL(asked.url ?? '/', upstream), { agent, headers }, (response) => {
		answer.writeHead(response.statusCode ?? 502, response.headers);
		response.pipe(answer);
	}).end();
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	process.stdout.write(`${typeof address === 'object' ? String(address?.port) : ''}\n`);
});
