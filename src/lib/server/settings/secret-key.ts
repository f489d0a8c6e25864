/** AES-256 and HKDF-SHA-256 both want this many. */
const KEY_BYTES = 32;
const ID = /^[A-Za-z0-9_-]{1,32}$/;

/** 32 random bytes of the operator; nothing is ever sealed with these themselves. */
export type MasterKey = { id: string; key: Buffer };

/**
 * Reads master keys: one key in base64, or `2:…,1:…` newest first. Either keys or problems are
 * empty; no problem holds anything of a key.
 */
export function readMasterKeys(text: string) {
	const keys: MasterKey[] = [];
	const problems: string[] = [];
	for (const [index, entry] of text.split(',').entries()) {
		const which = text.includes(',') ? `(key ${String(index + 1)} of the list) ` : '';
		const read = readEntry(entry.trim(), text.includes(','));
		if (typeof read === 'string') problems.push(which + read);
		else if (keys.some(({ id }) => id === read.id))
			problems.push(`${which}has an id that stands there twice`);
		else keys.push(read);
	}
	return { keys: problems.length > 0 ? [] : keys, problems };
}

/** @returns a key, or what is wrong with it */
function readEntry(entry: string, needsId: boolean) {
	const colon = entry.indexOf(':');
	if (colon < 0 && needsId) return 'has no id in front (such as 2:…,1:…)';
	const id = colon < 0 ? '1' : entry.slice(0, colon);
	if (!ID.test(id)) return 'has an id that is not 1 to 32 letters, digits, - or _';
	const key = decode(entry.slice(colon + 1));
	if (!key) return 'is not base64';
	if (key.length !== KEY_BYTES) {
		return `has ${String(key.length)} bytes instead of ${String(KEY_BYTES)}`;
	}
	if (key.every((byte) => byte === key[0])) return 'repeats a single byte';
	return { id, key };
}

/** Standard or URL-safe base64, padded or not; null for anything that Node would merely skip. */
function decode(text: string) {
	const plain = text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
	const bytes = Buffer.from(plain, 'base64url');
	return plain !== '' && bytes.toString('base64url') === plain ? bytes : null;
}
