import type { IncomingMessage } from 'node:http';
import type { Settings } from '../settings/settings.ts';

export type FrontSettings = Pick<
	Settings,
	'origin' | 'toolsOrigins' | 'addressHeader' | 'xffDepth'
>;

/** What the server writes as it is; of headers it adds those of every answer that are not there. */
export type FrontAnswer = {
	status: number;
	headers: Record<string, string>;
	body: Uint8Array | string | null;
};

/** The address of who asks, as the adapter reads it: behind proxies the last that one of ours added. */
export function frontAddress(
	{ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
	{ addressHeader, xffDepth }: FrontSettings
): string | null {
	if (addressHeader === null) return socket.remoteAddress ?? null;
	const value = headers[addressHeader]?.toString();
	if (value === undefined) return null;
	if (addressHeader !== 'x-forwarded-for') return value;
	return value.split(',').at(-xffDepth)?.trim() ?? null;
}
