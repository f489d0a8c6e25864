import { randomInt } from 'node:crypto';
import type { World } from '../world.ts';
import { localAddress } from './callbacks.ts';
import { BadInput, choice, type Fields, onlyKnown, requiredText, text } from './input.ts';

const LOGINS = ['instagram', 'facebook'] as const;
const TIMEOUT_MS = 15_000;

/**
 * Sets where an app hears of comments, as its dashboard does: Meta asks the address first, and it
 * must answer with the challenge (Meta, Webhooks: verification requests). Only on this machine.
 */
export async function setWebhook(world: World, fields: Fields): Promise<{ url: string }> {
	onlyKnown(fields, ['login', 'clientId', 'url', 'verifyToken']);
	const login = choice(fields, 'login', LOGINS) ?? 'instagram';
	const apps: ReadonlyMap<string, unknown> =
		login === 'instagram' ? world.apps : world.facebook.apps;
	const clientId = text(fields, 'clientId', 100) ?? [...apps.keys()][0] ?? '';
	if (!apps.has(clientId)) throw new BadInput('There is no app with that clientId.');
	const url = localAddress(requiredText(fields, 'url', 2000));
	const challenge = String(randomInt(1_000_000_000));
	const asked = new URL(url);
	asked.searchParams.set('hub.mode', 'subscribe');
	asked.searchParams.set('hub.challenge', challenge);
	asked.searchParams.set('hub.verify_token', text(fields, 'verifyToken', 500) ?? '');
	const said = await answerOf(asked);
	if (said !== challenge)
		throw new BadInput('The callback URL could not be validated: it must answer the challenge.');
	world.webhooks.set({ login, clientId, url: url.href });
	return { url: url.href };
}

async function answerOf(url: URL): Promise<string | null> {
	try {
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		const answer = await fetch(url, { redirect: 'manual', signal });
		return answer.status === 200 ? (await answer.text()).trim() : null;
	} catch {
		return null;
	}
}
