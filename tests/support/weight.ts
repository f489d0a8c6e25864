import type { Page } from '@playwright/test';

/**
 * How many bytes of JavaScript a page loads until it is quiet: scripts as they came over the wire,
 * and inline scripts as they stand in the document.
 */
export async function scriptBytes(page: Page, url: string): Promise<number> {
	// What the page before is still loading is not this one's.
	await page.goto('about:blank');
	const client = await page.context().newCDPSession(page);
	const scripts = new Set<string>();
	let bytes = 0;
	client.on('Network.responseReceived', ({ requestId, type, response }) => {
		if (type === 'Script' || response.mimeType.includes('javascript')) scripts.add(requestId);
	});
	client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		if (scripts.has(requestId)) bytes += encodedDataLength;
	});
	await client.send('Network.enable');
	await client.send('Network.setCacheDisabled', { cacheDisabled: true });
	const response = await page.goto(url, { waitUntil: 'networkidle' });
	const html = (await response?.text()) ?? '';
	for (const [, inline = ''] of html.matchAll(
		/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g
	)) {
		bytes += Buffer.byteLength(inline);
	}
	await client.detach();
	return bytes;
}

/** 60 KB on the wire. */
export const MOST_SCRIPT_BYTES = 61_440;
