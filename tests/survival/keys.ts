import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeKeyFile, keyFile } from '../../src/lib/server/vault/key-file.ts';

/** Keys follow from the seed as all else does. */
const keyOf = (number: number) =>
	createHash('sha256')
		.update(`key ${String(number)}`)
		.digest();
const FIRST = { id: '1', key: keyOf(1) };
const WRONG = { id: '1', key: keyOf(0) };

/** The key file of a world's instance, and whoever loses it. */
export function createKeys(folder: string) {
	const away = join(folder, 'the key, elsewhere');
	let made = 1;
	return {
		begin: (home: string) => changeKeyFile(home, [FIRST]),
		/** Another key lies there: it opens nothing. */
		lose(home: string) {
			writeFileSync(away, readFileSync(keyFile(home)));
			changeKeyFile(home, [WRONG]);
		},
		giveBack: (home: string) => writeFileSync(keyFile(home), readFileSync(away)),
		next: () => keyOf((made += 1))
	};
}
