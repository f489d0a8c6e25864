import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

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
	const plain = [...read].filter((name) => !name.endsWith('_FILE'));
	expect([...named].map((match) => match[1]).sort()).toEqual(plain.sort());
});
