import { createHmac } from 'node:crypto';
import { personId } from '../facebook/people.ts';
import { appScopedId } from '../instagram/accounts.ts';
import type { World } from '../world.ts';
import {
	BadInput,
	choice,
	type Fields,
	onlyKnown,
	requiredText,
	text,
	wholeNumber
} from './input.ts';

const KINDS = ['deauthorize', 'data_deletion'] as const;
const LOGINS = ['instagram', 'facebook'] as const;
const USER_IDS = ['professional', 'app_scoped'] as const;
const TIMEOUT_MS = 15_000;
const MOST_CHARACTERS = 10_000;

/** What the address answered; `body` in its first 10,000 characters. */
export type Told = { status: number; body: string };

/**
 * Posts a signed request as Meta does when somebody removes the app or asks for the deletion of their
 * data. Only to this machine: nobody else is to be called by a pretend Meta.
 */
export async function sendCallback(world: World, fields: Fields): Promise<Told> {
	onlyKnown(fields, ['kind', 'url', 'username', 'person', 'signedWith', 'issuedAt', 'userId']);
	// Meta's two differ by their address alone.
	if (!choice(fields, 'kind', KINDS)) throw new BadInput(`kind is one of ${KINDS.join(', ')}.`);
	const url = localAddress(requiredText(fields, 'url', 2000));
	const now = Math.floor(world.clock.now() / 1000);
	const form = signedRequest(secretOf(world, fields), {
		algorithm: 'HMAC-SHA256',
		issued_at: wholeNumber(fields, 'issuedAt', 0, 99_999_999_999) ?? now,
		user_id: userIdOf(world, fields)
	});
	try {
		const answer = await fetch(url, {
			method: 'POST',
			body: new URLSearchParams({ signed_request: form }),
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS)
		});
		return { status: answer.status, body: (await answer.text()).slice(0, MOST_CHARACTERS) };
	} catch {
		throw new BadInput('Nothing answered at that address.');
	}
}

/** An address on this machine. @throws BadInput for any other */
export function localAddress(given: string): URL {
	const url = URL.canParse(given) ? new URL(given) : null;
	const isHere = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
	if (!isHere || !/^https?:$/.test(url.protocol))
		throw new BadInput('url must be an http address on localhost, 127.0.0.1 or [::1].');
	return url;
}

function secretOf(world: World, fields: Fields): string {
	const login =
		choice(fields, 'signedWith', LOGINS) ?? (fields['person'] ? 'facebook' : 'instagram');
	const apps = login === 'facebook' ? world.facebook.apps : world.apps;
	const [app] = apps.values();
	if (!app) throw new BadInput('There is no app that could sign.');
	return app.clientSecret;
}

/** Of an account either of its ids: Meta does not say which. Of a Facebook user the only one. */
function userIdOf(world: World, fields: Fields): string {
	const username = text(fields, 'username', 30);
	const kind = choice(fields, 'userId', USER_IDS) ?? 'professional';
	if (username === null) {
		const person = world.facebook.people.get(requiredText(fields, 'person', 30));
		if (!person) throw new BadInput('There is no person of that name.');
		return personId(person, firstKey(world.facebook.apps));
	}
	const account = world.accounts.get(username);
	if (!account) throw new BadInput('There is no account of that username.');
	return kind === 'professional' ? account.userId : appScopedId(account, firstKey(world.apps));
}

function firstKey(apps: ReadonlyMap<string, unknown>): string {
	const [clientId] = apps.keys();
	if (clientId === undefined) throw new BadInput('There is no app.');
	return clientId;
}

/** "Data Deletion Request Callback": the signature is over the encoded payload. */
function signedRequest(secret: string, contents: object): string {
	const payload = Buffer.from(JSON.stringify(contents)).toString('base64url');
	return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`;
}
