import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, npmCommand } from '../bin/ready/ensure-ready.mjs';
import { nodeOutside } from '../bin/ready/right-node.mjs';
import { runQuietly } from '../bin/ready/quiet-child.mjs';

const ROOT = join(import.meta.dirname, '..');

/**
 * A package that only a measurement needs: installed beside the bench the first time it is asked
 * for, so that nobody who runs Mooring downloads it. Its types are not here: `Module` says what is used.
 * @throws Error where npm cannot install it
 */
export async function installed<Module>(name: string): Promise<Module> {
	if (!existsSync(join(import.meta.dirname, 'node_modules', name))) {
		process.stderr.write('Installing what the measurement needs (once)…\n');
		const [npm, first] = npmCommand(process.env, nodeOutside(ROOT));
		const { code, output } = await runQuietly(npm, [...first, 'ci', '--ignore-scripts'], {
			cwd: import.meta.dirname,
			env: environmentOf(ROOT)
		});
		if (code !== 0) throw new Error(`What the measurement needs was not installed.\n${output}`);
	}
	return (await import(name)) as Module;
}
