import type { Login } from './permissions.ts';

const KEPT = 200;

/** Where an app wants to hear what happens, once it has answered Meta's challenge. */
export type Webhook = { login: Login; clientId: string; url: string };

export type Delivery = { url: string; status: number | null; body: string };

/** The webhooks of apps, and what was delivered lately. */
export function createWebhooks() {
	const hooks = new Map<string, Webhook>();
	const deliveries: Delivery[] = [];
	return {
		set(hook: Webhook) {
			hooks.set(`${hook.login} ${hook.clientId}`, hook);
		},
		clear: () => hooks.clear(),
		all: () => [...hooks.values()],
		note(delivery: Delivery) {
			deliveries.push(delivery);
			if (deliveries.length > KEPT) deliveries.shift();
		},
		/** Newest first. */
		deliveries: () => [...deliveries].reverse()
	};
}
