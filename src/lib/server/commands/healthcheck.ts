import { Agent, get } from 'node:http';
import { seconds } from '../clock.ts';
import type { Settings } from '../settings/settings.ts';

/** Shorter than a container's own patience (Docker: 30 s). */
const PATIENCE = seconds(5);

/** Where a server that listens everywhere is reached from its own machine. */
const LOOPBACK: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * `node bin/mooring.ts healthcheck`: asks the Mooring that listens on HOST and PORT whether it does
 * its work (`/readyz`), and says so in one sentence.
 * @returns 0 where it does, else 1
 */
export async function run(
	{ host, port }: Pick<Settings, 'host' | 'port'>,
	_args: string[],
	print: (line: string) => void
): Promise<number> {
	const hostname = LOOPBACK[host] ?? host;
	const status = await ask(hostname, port);
	const where = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${String(port)}`;
	if (status === 200) {
		print(`Mooring at ${where} is well.`);
		return 0;
	}
	print(
		status === null
			? `Nothing answers at ${where}.`
			: `Mooring at ${where} is not ready (it answered ${String(status)}); the command doctor says why.`
	);
	return 1;
}

/** @returns the status of the answer; null where none came */
const ask = (hostname: string, port: number) =>
	new Promise<number | null>((resolve) => {
		// The way out may lead through a proxy; the way to oneself never does.
		const agent = new Agent();
		const request = get({ hostname, port, path: '/readyz', agent, timeout: PATIENCE }, (answer) => {
			answer.resume();
			resolve(answer.statusCode ?? null);
		});
		request.on('timeout', () => request.destroy());
		request.on('error', () => resolve(null));
	});
