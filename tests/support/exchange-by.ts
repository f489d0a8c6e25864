import type { Exchange } from '../../src/lib/server/meta/exchange.ts';

/** Exchanges with Meta as a test's `fetch` answers; whatever fails had gone out. */
export const exchangeBy =
	(fetch: typeof globalThis.fetch): Exchange =>
	async ({ url, form = null }, { mostBytes, signal }, progress) => {
		progress.sent();
		const response = await fetch(url, { body: form, signal });
		const bytes = new Uint8Array(await response.arrayBuffer());
		const { status, headers } = response;
		return { status, headers, bytes: bytes.byteLength > mostBytes ? null : bytes };
	};
