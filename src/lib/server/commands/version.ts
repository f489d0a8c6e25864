import { readFileSync } from 'node:fs';
import { SCHEMA } from '../database/migrate.ts';

/** Of the program itself: its folder, wherever the command was given. */
const PACKAGE = new URL('../../../../package.json', import.meta.url);

/** `npm run mooring -- version`: the program's version, and the schema that it brings a database to. */
export function run(print: (line: string) => void): number {
	const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
	print(`mooring ${version}, schema ${String(SCHEMA)}`);
	return 0;
}
