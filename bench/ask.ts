import { Agent, get } from 'node:http';

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
	{ agent, key, status = 200 }: { agent: Agent; key: string | null; status?: number }
): Promise<number> {
	const headers = key === null ? {} : { authorization: `Bearer ${key}` };
	const { hostname, port } = new URL(origin);
	return new Promise((resolve, reject) => {
		const request = get({ hostname, port, path: target, agent, headers }, (response) => {
			let length = 0;
			response.on('data', (chunk: Buffer) => (length += chunk.length));
			response.on('end', () => {
				if (response.statusCode === status) resolve(length);
				else reject(new Error(`${target} answered ${String(response.statusCode)}`));
			});
			response.on('error', reject);
		});
		request.on('error', reject);
	});
}
