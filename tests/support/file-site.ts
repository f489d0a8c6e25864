import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.json': 'application/json',
	'.rss': 'application/rss+xml',
	'.webp': 'image/webp',
	'.jpg': 'image/jpeg'
};

/** A bare server of files, as a website has it: by the name `www.files.test` in a browser, under `/posts/`. */
export async function startFileSite(folder: string) {
	const server = createServer((request, answer) => {
		const path = new URL(request.url ?? '', 'http://files.test').pathname;
		const name = /^\/posts\/(.*)$/.exec(path)?.[1];
		try {
			const file = join(folder, normalize(`/${name === '' ? 'index.html' : (name ?? '..')}`));
			const bytes = readFileSync(file);
			answer.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(bytes);
		} catch {
			answer.writeHead(404).end();
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		/** For Node, and the same for a browser. */
		url: `http://127.0.0.1:${String(port)}/posts/`,
		inBrowser: `http://www.files.test:${String(port)}/posts/`,
		close: () => {
			server.close();
			server.closeAllConnections();
		}
	};
}
