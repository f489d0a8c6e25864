import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, npmCommand } from '../bin/ready/ensure-ready.mjs';
import { nodeOutside } from '../bin/ready/right-node.mjs';
import { runQuietly } from '../bin/ready/quiet-child.mjs';

const ROOT = join(import.meta.dirname, '..');

/** Whether a package that only a measurement needs is there already. */
export const isHere = (name: string) =>
	existsSync(join(import.meta.dirname, 'node_modules', name, 'package.json'));

/**
 * Installs what only measurements need beside the bench, the first time it is asked for, so that
 * nobody who runs Mooring downloads it.
 * @throws Error where npm cannot install it
 */
export async function install(name: string): Promise<void> {
	if (isHere(name)) return;
	process.stderr.write('Installing what the measurement needs (once)…\n');
	const [npm, first] = npmCommand(process.env, nodeOutside(ROOT));
	const { code, output } = await runQuietly(npm, [...first, 'ci', '--ignore-scripts'], {
		cwd: import.meta.dirname,
		env: environmentOf(ROOT)
	});
	if (code !== 0) throw new Error(`What the measurement needs was not installed.\n${output}`);
}

/** The same, loaded. Its types are not here: `Module` says what is used. */
export async function installed<Module>(name: string): Promise<Module> {
	await install(name);
	return (await import(name)) as Module;
}
