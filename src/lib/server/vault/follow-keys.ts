import { statSync } from 'node:fs';
import type { MasterKey } from '../settings/secret-key.ts';
import { readKeyFile } from './key-file.ts';
import { type Keyring, keyring } from './keyring.ts';

/** The keys of a running Mooring. */
export type KeysInUse = {
	/** What seals and opens; of the file's keys as they are now. */
	keyring: Keyring;
	/** The keys as they are now, newest first. */
	masters(): readonly [MasterKey, ...MasterKey[]];
	/** Whether a key has left the file since the start, which still opens here. */
	hasGone(): boolean;
	/** Looks at the file, for who neither seals nor opens. */
	look(): void;
};

/** Keys that stay as they are: those of SECRET_KEY. */
export const fixedKeys = (masters: readonly [MasterKey, ...MasterKey[]]): KeysInUse => ({
	keyring: keyring(masters),
	masters: () => masters,
	hasGone: () => false,
	look: () => undefined
});

/**
 * Follows a key file as it changes: before something is sealed, and where a key is asked for that is
 * not there. A key that leaves the file still opens here, and seals nothing any more: somebody may hold
 * a text that it sealed and be about to store it.
 * @param started the keys at the start
 * @param doFit whether keys that stand there now are those of the database; others change nothing
 */
export function followKeys(
	file: string,
	started: readonly [MasterKey, ...MasterKey[]],
	doFit: (masters: readonly MasterKey[]) => boolean
): KeysInUse {
	let masters = started;
	let ring = keyring(masters);
	let seen: string | null = null;

	function look() {
		const stamp = stampOf(file);
		if (stamp === null || stamp === seen) return;
		const [current, ...older] = readKeyFile(file) ?? [];
		if (!current || !doFit([current, ...older])) return;
		seen = stamp;
		const left = [...masters, ...gone].filter((key) => ![current, ...older].some(isSame(key)));
		masters = [current, ...older];
		gone = left.filter(({ id }) => !masters.some((key) => key.id === id));
		ring = keyring([...masters, ...gone] as [MasterKey, ...MasterKey[]]);
	}
	let gone: MasterKey[] = [];

	return {
		keyring: {
			get currentId() {
				look();
				return ring.currentId;
			},
			key(purpose, id) {
				const known = ring.key(purpose, id);
				if (known) return known;
				look();
				return ring.key(purpose, id);
			}
		},
		masters: () => masters,
		hasGone: () => gone.length > 0,
		look
	};
}

const isSame = (one: MasterKey) => (other: MasterKey) =>
	one.id === other.id && one.key.equals(other.key);

/** Changes with every writing of a file; null where it is not there. */
function stampOf(file: string): string | null {
	try {
		const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
		return [ino, size, mtimeNs, ctimeNs].join(' ');
	} catch {
		return null;
	}
}
