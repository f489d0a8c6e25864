import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { askQuestion, notAsked, spendQuestion } from '../creators/passkey-questions.ts';
import { partyOf, type RelyingParty } from '../creators/relying-party.ts';
import { notFound } from '../errors.ts';
import { networkOf } from './attempt-cookies.ts';
import { dropCookie, readCookie, writePasskeyQuestion } from './cookies.ts';
import { readJson } from './read-json.ts';

type Purpose = 'add' | 'prove';

/**
 * Who asks for passkeys here.
 * @throws AppError not_found: at this ORIGIN browsers let nobody ask
 */
export function partyHere({ settings }: Pick<App, 'settings'>): RelyingParty {
	const party = partyOf(settings.origin);
	if (!party) throw notFound();
	return party;
}

/** Asks this browser, and only this one, to sign a challenge. @returns it, base64url */
export async function ask(event: RequestEvent, { db, settings }: App, purpose: Purpose) {
	const sessionHash = event.locals.session?.hash ?? null;
	const network = sessionHash === null ? networkOf(event) : null;
	const { secret, challenge } = await askQuestion(
		db,
		{ purpose, sessionHash, network },
		Date.now()
	);
	writePasskeyQuestion(event.cookies, settings.origin, secret);
	return challenge;
}

/**
 * Reads what this browser answers, and spends its question. Nothing is read of who was not asked.
 * @throws AppError passkey_refused, invalid_request, too_large
 */
export async function readAnswer(event: RequestEvent, { db, settings }: App, purpose: Purpose) {
	const { origin } = settings;
	const secret = readCookie(event.cookies, origin, 'passkey');
	if (secret === null) throw notAsked();
	const answer = await readJson(event);
	dropCookie(event.cookies, origin, 'passkey');
	const sessionHash = event.locals.session?.hash ?? null;
	const challenge = await spendQuestion(db, secret, { purpose, sessionHash }, Date.now());
	return { answer, challenge };
}
