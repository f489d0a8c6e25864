import { createServer } from 'node:net';
import { StartError } from './environment.mjs';
import { listenSentence } from './refusal.mjs';

/**
 * Asks whether this port can be listened on, before anything is emptied or started that a Mooring
 * already running there may use.
 * @param {{ host: string, port: number }} address
 * @throws {StartError} one sentence, where it cannot
 */
export async function checkPort({ host, port }) {
	const probe = createServer();
	await new Promise((resolve, reject) => {
		probe.once('error', (error) => reject(new StartError(listenSentence(error, port, 'PORT'))));
		probe.listen(port, host, () => resolve(undefined));
	});
	await new Promise((resolve) => probe.close(resolve));
}
