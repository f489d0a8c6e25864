import { LOGINS, type ProviderId } from '../../logins.ts';
import type { TriedApp } from '../meta/try-app.ts';
import { CAUSES } from '../problems/causes.ts';
import { networkTrouble } from '../problems/network.ts';
import { idOddity, isExchanged, type Oddity, secretOddity } from '../setup/credentials.ts';
import type { AppCredentials } from './store.ts';

/** What keeps typed credentials from being saved: one sentence, and the field to mend. */
export type Fault = { field: 'clientId' | 'clientSecret'; sentence: string };

/** What was typed, without the blanks and unseen marks that copying brings along. */
export function readTyped(
	id: ProviderId,
	field: (name: 'clientId' | 'clientSecret' | 'configId') => string
): AppCredentials {
	const clean = (text: string) => text.replace(/[\u200b-\u200f\u2060\ufeff]/g, '').trim();
	return {
		clientId: clean(field('clientId')),
		clientSecret: clean(field('clientSecret')),
		configId: (LOGINS[id].hasConfiguration && clean(field('configId'))) || null
	};
}

/** What cannot be right whatever Meta says; null: Meta is worth asking. */
export function faultBefore(id: ProviderId, typed: AppCredentials): Fault | null {
	const { of, where } = LOGINS[id].app;
	if (typed.clientId === '') {
		return { field: 'clientId', sentence: `Type the ${of} app id; it stands under ${where}.` };
	}
	if (typed.clientSecret === '') {
		return {
			field: 'clientSecret',
			sentence: `Type the ${of} app secret; Meta shows it under ${where}.`
		};
	}
	if (isExchanged(typed)) {
		return {
			field: 'clientId',
			sentence:
				'Id and secret stand in each other’s place: the id is the number, the secret the 32 letters and digits.'
		};
	}
	return (
		certain('clientId', idOddity(typed.clientId)) ??
		certain('clientSecret', secretOddity(typed.clientSecret))
	);
}

const NAMES = { clientId: 'The id', clientSecret: 'The secret' } as const;

const certain = (field: Fault['field'], oddity: Oddity | null): Fault | null =>
	oddity?.isWrong ? { field, sentence: `${NAMES[field]} ${oddity.what}; copy it anew.` } : null;

/** What keeps them from being saved after Meta was asked; null: they may be saved. */
export function faultAfter(id: ProviderId, typed: AppCredentials, tried: TriedApp): Fault | null {
	if (tried.verdict === 'right') return null;
	if (tried.verdict === 'wrong') return refused(id, tried);
	// Meta did not tell: then the shape is all that there is to go by.
	const { where } = LOGINS[id].app;
	for (const [field, oddity] of [
		['clientId', idOddity(typed.clientId)],
		['clientSecret', secretOddity(typed.clientSecret)]
	] as const) {
		if (oddity) {
			return { field, sentence: `${NAMES[field]} ${oddity.what}; copy it anew from ${where}.` };
		}
	}
	return null;
}

function refused(id: ProviderId, { which, words }: TriedApp & { verdict: 'wrong' }): Fault {
	const { of, where } = LOGINS[id].app;
	const copy = `Copy both anew from ${where}.`;
	if (which === 'secret') {
		return {
			field: 'clientSecret',
			sentence: `Meta knows the id, and the secret is not its own (“${words}”). Copy the secret anew from ${where}.`
		};
	}
	if (which === 'id') {
		return {
			field: 'clientId',
			sentence: `Meta knows no ${of} app with this id (“${words}”). ${copy}`
		};
	}
	return {
		field: 'clientId',
		sentence: `Meta knows no ${of} app with this id and secret (“${words}”). ${copy} Those under App settings › Basic are another app’s.`
	};
}

/** What came of a test, where nothing is wrong. */
export function verdictSentence(id: ProviderId, tried: TriedApp): string {
	if (tried.verdict === 'right')
		return `Meta knows this ${LOGINS[id].app.of} app: id and secret fit.`;
	return `Whether id and secret fit could not be told: ${untoldWhy(tried)}.`;
}

function untoldWhy(tried: TriedApp): string {
	if (tried.verdict !== 'untold') return '';
	const { cause, words } = tried;
	const trouble = cause === 'unreachable' ? networkTrouble(words) : null;
	if (trouble) return `${trouble.words} (${trouble.code})`;
	return words ? `Meta said “${words}”` : CAUSES[cause].activity;
}
