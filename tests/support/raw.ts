import { type IncomingHttpHeaders, request } from 'node:http';

/** One request as it is written, without what fetch adds or refuses. */
export const raw = (
	origin: string,
	method: string,
	path: string,
	{ headers = {}, body }: { headers?: Record<string, string>; body?: string } = {}
) =>
	new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
		const { host, hostname, port } = new URL(origin);
		const sent = request(
			{ hostname, port, method, path, headers: { host, ...headers } },
			(response) => {
				const { statusCode: status = 0, headers: received } = response;
				let text = '';
				response.on('data', (chunk: Buffer) => (text += chunk.toString()));
				response.on('end', () => resolve({ status, headers: received, text }));
			}
		);
		sent.on('error', reject);
		sent.end(body);
	});
