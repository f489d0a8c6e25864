import type { Settings } from '../src/lib/server/settings/settings.ts';
import { loadEnvironment } from './environment.mjs';
import { refuse } from './refusal.mjs';

type Run = (settings: Settings, args: string[], print: (line: string) => void) => Promise<number>;

/** The operators' commands: what each is for, and where it is. */
const COMMANDS: Record<string, { usage: string; load: () => Promise<{ run: Run }> }> = {
	'claim-link': {
		usage: 'claim-link                  the link with which the first creator claims this instance',
		load: () => import('../src/lib/server/commands/claim-link.ts')
	},
	'sign-in-link': {
		usage: 'sign-in-link [username]     a link that signs in once, within 10 minutes',
		load: () => import('../src/lib/server/commands/sign-in-link.ts')
	}
};

const print = (line: string) => void process.stdout.write(`${line}\n`);

function printHelp() {
	print('npm run mooring -- COMMAND');
	for (const { usage } of Object.values(COMMANDS)) print(`  ${usage}`);
	print('  help                        this list');
}

async function main(name: string, args: string[]): Promise<number> {
	if (name === 'help' || name === '--help') {
		printHelp();
		return 0;
	}
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (!command) {
		process.stderr.write(
			`${name ? 'There is no such command.' : 'Which command?'} npm run mooring -- help lists them.\n`
		);
		return 2;
	}
	loadEnvironment({ offersPractice: false });
	const { readSettings } = await import('../src/lib/server/settings/settings.ts');
	const settings = readSettings(process.env);
	const { run } = await command.load();
	return run(settings, args, print);
}

const [name = '', ...args] = process.argv.slice(2);
main(name, args).then((code) => process.exit(code), refuse);
