import { Agent, request as httpRequest } from 'node:http';

/** One connection kept open for each caller, as programs have it. */
export const keptOpen = (connections: number) =>
	new Agent({ keepAlive: true, maxSockets: connections });

/**
 * Asks once and reads to the end.
 * @param target as it goes into the request line: no parser of URLs changes it
 * @throws Error where the status is not the expected one
 */
export function ask(
	origin: string,
	target: string,
	{
		agent,
		key,
		method = 'GET',
		status = 200
	}: { agent: Agent; key: string | null; method?: string; status?: number }
): Promise<number> {
	const headers = key === null ? {} : { authorization: `Bearer ${key}` };
	const { hostname, port } = new URL(origin);
	return new Promise((resolve, reject) => {
		const asked = { method, hostname, port, path: target, agent, headers };
		const request = httpRequest(asked, (response) => {
			let length = 0;
			response.on('data', (chunk: Buffer) => (length += chunk.length));
			response.on('end', () => {
				if (response.statusCode === status) resolve(length);
				else reject(new Error(`${target} answered ${String(response.statusCode)}`));
			});
			response.on('error', reject);
		});
		request.on('error', reject);
		request.end();
	});
}
