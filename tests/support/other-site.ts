import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A website of somebody, under a policy that lets nothing in but what is named. */
export async function startOtherSite(frameSource: string, body: string) {
	const server = createServer((_, answer) => {
		answer.writeHead(200, {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': `default-src 'none'; frame-src ${frameSource}; connect-src ${frameSource}; img-src ${frameSource}`
		});
		answer.end(
			`<!doctype html><html lang="en"><head><title>Ada</title></head><body>${body}</body></html>`
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://www.ada-site.test:${String(port)}/`,
		close: () => {
			server.close();
			server.closeAllConnections();
		}
	};
}
