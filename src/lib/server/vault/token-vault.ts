import type { ProviderId } from '../../logins.ts';
import { locked } from '../errors.ts';
import type { Keyring, Purpose } from './keyring.ts';
import { keyIdOf, open, seal, type Place } from './seal.ts';

/**
 * Whose token it is: copied to another row, provider or account, it does not open. An attempt holds
 * a consent until its accounts are chosen.
 */
export type TokenPlace =
	| { connectionId: string; provider: ProviderId; accountId: string }
	| { attemptId: string; provider: ProviderId }
	/** The credentials of a login's Meta app, as they were typed into Setup. */
	| { metaAppOf: ProviderId }
	/** Address and secret of a channel for alerts. */
	| { channelId: string };

export type TokenVault = {
	readonly isLocked: boolean;
	/** @throws AppError locked */
	seal(token: string, place: TokenPlace): string;
	/** @throws AppError locked; UnreadableToken */
	open(sealed: string, place: TokenPlace): string;
};

/** A sealed token that this keyring cannot open: changed, of another place, or of a key not here. */
export class UnreadableToken extends Error {
	constructor() {
		super('A sealed token does not open with the keys in use.');
		this.name = 'UnreadableToken';
	}
}

/** @param keyring null while the right key is missing: then the vault is locked */
export function tokenVault(keyring: Keyring | null): TokenVault {
	function keyOf(place: TokenPlace, id: string) {
		if (!keyring) throw locked();
		const key = keyring.key(purposeOf(place), id);
		if (!key) throw new UnreadableToken();
		return key;
	}
	return {
		isLocked: keyring === null,
		seal(token, place) {
			if (!keyring) throw locked();
			// Asked once: another one may be the current key a moment later.
			const { currentId } = keyring;
			return seal(keyOf(place, currentId), currentId, token, bind(place));
		},
		open(sealed, place) {
			const token = open(keyOf(place, keyIdOf(sealed) ?? ''), sealed, bind(place));
			if (token === null) throw new UnreadableToken();
			return token;
		}
	};
}

const purposeOf = (place: TokenPlace): Purpose =>
	'metaAppOf' in place ? 'meta apps' : 'channelId' in place ? 'alerts' : 'tokens';

/**
 * Table, row, column, provider, account. The column is `token` for the current and the previous
 * token alike, because one becomes the other by copying.
 */
function bind(place: TokenPlace): Place {
	if ('metaAppOf' in place)
		return ['meta_apps', place.metaAppOf, 'credentials', place.metaAppOf, ''];
	if ('channelId' in place) return ['alert_channels', place.channelId, 'address', '', ''];
	if ('attemptId' in place) return ['attempts', place.attemptId, 'waiting', place.provider, ''];
	return ['connections', place.connectionId, 'token', place.provider, place.accountId];
}
