import { createHmac, hkdfSync } from 'node:crypto';
import type { MasterKey } from '../settings/secret-key.ts';

/** The keys derived from the master keys, one per purpose. */
export type Keyring = {
	/** Seals what is new. */
	readonly currentId: string;
	/** For AES-256-GCM; undefined for a key that is not in the ring. */
	key(purpose: Purpose, id: string): Buffer | undefined;
};

/** What is sealed: what an account allowed, the credentials of our Meta apps, or where alerts go. */
export type Purpose = 'tokens' | 'meta apps' | 'alerts';

/** @param masters at least one, newest first */
export function keyring(masters: readonly [MasterKey, ...MasterKey[]]): Keyring {
	const derived = (purpose: Purpose) =>
		new Map(masters.map(({ id, key }) => [id, derive(key, purpose)]));
	const keys = {
		tokens: derived('tokens'),
		'meta apps': derived('meta apps'),
		alerts: derived('alerts')
	};
	return { currentId: masters[0].id, key: (purpose, id) => keys[purpose].get(id) };
}

/** Tells keys apart without telling anything of them. */
export const fingerprint = (master: MasterKey) =>
	derive(master.key, 'key check').toString('base64url');

/**
 * Marks a setting's text, so that a change shows and the text does not. Null: the key of that id is
 * not in the ring.
 */
export function markSetting(masters: readonly MasterKey[], keyId: string, text: string) {
	const master = masters.find(({ id }) => id === keyId);
	if (!master) return null;
	return createHmac('sha256', derive(master.key, 'settings')).update(text).digest('base64url');
}

/** HKDF-SHA-256 (RFC 5869); the purpose is its `info`, so that no key serves two ends. */
const derive = (key: Buffer, purpose: Purpose | 'key check' | 'settings') =>
	Buffer.from(hkdfSync('sha256', key, '', `mooring v1 ${purpose}`, 32));
