import type { Alert, AlertData } from './alert.ts';
import type { AlertRow } from './write-alert.ts';

/** Standard Webhooks 1.0.0, "Payload structure": small, and told apart by its type. */
export type WebhookBody = { type: string; timestamp: string; data: AlertData };

export function webhookBody({
	type,
	at,
	data
}: Pick<AlertRow, 'type' | 'at' | 'data'>): WebhookBody {
	const { why: _, ...said } = JSON.parse(data) as Alert['data'];
	return { type, timestamp: new Date(at).toISOString(), data: said };
}
