import { Webhook } from 'standardwebhooks';
import { type OutgoingDeps, post } from './outgoing.ts';
import { resultOf, troubleOf } from './post-result.ts';
import type { Result } from './result.ts';
import { webhookBody } from './webhook-body.ts';
import type { AlertRow } from './write-alert.ts';

/**
 * Posts one alert, signed (Standard Webhooks 1.0.0): its id stays the same when it is tried again, its
 * time is that of the try.
 * @param realNow milliseconds
 */
export async function sendWebhook(
	deps: OutgoingDeps,
	{ address, secret }: { address: string; secret: string },
	alert: AlertRow,
	realNow: number
): Promise<Result> {
	const body = JSON.stringify(webhookBody(alert));
	const id = `msg_${alert.id.replaceAll('-', '')}`;
	const at = new Date(realNow);
	const headers = {
		'content-type': 'application/json',
		'webhook-id': id,
		'webhook-timestamp': String(Math.floor(realNow / 1000)),
		'webhook-signature': new Webhook(secret).sign(id, at, body)
	};
	try {
		return resultOf(await post(deps, new URL(address), { headers, body }), realNow);
	} catch (error) {
		return troubleOf(error);
	}
}
