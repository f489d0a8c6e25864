import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

/** Node's own, read to warn of it. */
const NOT_OURS = 'NODE_TLS_REJECT_UNAUTHORIZED';

test('.env.example names exactly the variables that are read', () => {
	const read = new Set<string>();
	readSettings(
		new Proxy<NodeJS.ProcessEnv>(
			{},
			{
				get(_, name) {
					read.add(String(name));
					return undefined;
				}
			}
		)
	);
	const named = readFileSync('.env.example', 'utf8').matchAll(/^#([A-Z_]+)=/gm);
	const plain = [...read].filter((name) => !name.endsWith('_FILE') && name !== NOT_OURS);
	expect([...named].map((match) => match[1]).sort()).toEqual(plain.sort());
});
