import {
	type Instances,
	meansPractice,
	meantLine,
	readInstances,
	variablesOf
} from '../src/lib/server/commands/meant.ts';
import type { Print } from '../src/lib/server/commands/terminal.ts';
import { forgetTyped, hideTyped } from '../src/lib/server/commands/token-input.ts';
import type { Settings, SettingsError } from '../src/lib/server/settings/settings.ts';
import { loadEnvironment } from './environment.mjs';
import { useOutgoingProxy } from './outgoing-proxy.mjs';
import { refuse } from './refusal.mjs';

type Command = {
	run: (settings: Settings, args: string[], print: Print) => Promise<number>;
	/** For settings that cannot work; without it their list is printed as at a start. */
	runWithoutSettings?: (error: SettingsError, print: Print) => number;
};
type Entry = {
	usage: string;
	load: () => Promise<Command>;
	/** Its one sentence is all that is printed, not which instance it is about. */
	isTerse?: boolean;
	readsSecret?: true;
	/** It judges the settings of the next start: an ORIGIN that is set stays, whatever runs. */
	judgesSettings?: boolean;
};

/** The operators' commands: what each is for, and where it is. */
const COMMANDS: Record<string, Entry> = {
	'claim-link': {
		usage: 'claim-link                  the link with which the first creator claims this instance',
		load: () => import('../src/lib/server/commands/claim-link.ts')
	},
	'sign-in-link': {
		usage: 'sign-in-link [username]     a link that signs in once, within 10 minutes',
		load: () => import('../src/lib/server/commands/sign-in-link.ts')
	},
	'import-token': {
		usage: "import-token                connects with a token made in Meta's dashboard",
		load: () => import('../src/lib/server/commands/import-token.ts'),
		readsSecret: true
	},
	configure: {
		usage:
			'configure [login]           types id and secret of the Meta app, as the page Setup does',
		load: () => import('../src/lib/server/commands/configure.ts'),
		readsSecret: true
	},
	key: {
		usage: 'key NAME …                  makes a key for a program; `key` alone says how',
		load: () => import('../src/lib/server/commands/key.ts')
	},
	token: {
		usage: 'token USERNAME              prints the Instagram token itself, and writes that down',
		load: () => import('../src/lib/server/commands/token.ts')
	},
	'rotate-key': {
		usage: 'rotate-key                  makes a new master key and seals everything anew with it',
		load: () => import('../src/lib/server/commands/rotate-key.ts')
	},
	'accept-new-key': {
		usage: 'accept-new-key [--yes]      goes on without a lost key: what it sealed is given up',
		load: () => import('../src/lib/server/commands/accept-new-key.ts')
	},
	export: {
		usage: 'export USERNAME [FILE|-]    all that is stored of a creator, as a tar without tokens',
		load: () => import('../src/lib/server/commands/export.ts')
	},
	delete: {
		usage: 'delete USERNAME --yes       removes a creator with all that is theirs',
		load: () => import('../src/lib/server/commands/delete.ts')
	},
	backup: {
		usage: 'backup [FILE|-]             an encrypted copy of everything; --drill tries one',
		load: () => import('../src/lib/server/commands/backup.ts')
	},
	restore: {
		usage: 'restore FILE                puts a backup into an empty data folder, or --replace',
		load: () => import('../src/lib/server/commands/restore.ts')
	},
	'export-feed': {
		usage: 'export-feed SLUG DIR        writes a feed as files for a website; --base URL',
		load: () => import('../src/lib/server/commands/export-feed.ts')
	},
	doctor: {
		usage: 'doctor                      checks the setup; ends with 1 where something is wrong',
		load: () => import('../src/lib/server/commands/doctor.ts'),
		judgesSettings: true
	},
	healthcheck: {
		usage:
			'healthcheck                 asks the running server whether it is ready; ends with 0 or 1',
		load: () => import('../src/lib/server/commands/healthcheck.ts'),
		isTerse: true
	}
};

/** What needs no settings. */
const PLAIN: Record<string, { usage: string; run: () => Promise<number> }> = {
	version: {
		usage: 'version                     prints the version and its schema',
		run: async () => (await import('../src/lib/server/commands/version.ts')).run(print)
	},
	help: {
		usage: 'help                        this list',
		run: () => Promise.resolve(printHelp())
	}
};

const print = (line: string) => void process.stdout.write(`${line}\n`);

function printHelp() {
	print('npm run mooring -- COMMAND');
	for (const { usage } of Object.values({ ...COMMANDS, ...PLAIN })) print(`  ${usage}`);
	return 0;
}

async function main(name: string, args: string[]): Promise<number> {
	const plain = name.replace(/^--/, '');
	if (Object.hasOwn(PLAIN, plain)) return PLAIN[plain]?.run() ?? 0;
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (!command) {
		process.stderr.write(
			`${name ? 'There is no such command.' : 'Which command?'} npm run mooring -- help lists them.\n`
		);
		return 2;
	}
	if (command.readsSecret) hideTyped(process.stdin);
	try {
		return await runCommand(command, args);
	} finally {
		if (command.readsSecret) await forgetTyped(process.stdin);
	}
}

async function runCommand(
	{ load, isTerse = false, judgesSettings = false }: Entry,
	args: string[]
) {
	const instances = findInstances(judgesSettings);
	const settings = await import('../src/lib/server/settings/settings.ts');
	const { finishRestore } = await import('../src/lib/server/database/put-in-place.ts');
	const { run, runWithoutSettings } = await load();
	try {
		const read = settings.readSettings(process.env);
		const goesPast = useOutgoingProxy(read, process.env);
		if (goesPast) process.stderr.write(`${goesPast}\n`);
		const mode = read.practice ? 'practice' : 'live';
		const { dataDir, origin } = read;
		finishRestore(dataDir, { isLocked: false });
		// On the other stream: who takes the last line of the output takes a link.
		if (!isTerse) {
			process.stderr.write(`${meantLine(instances, { mode, dataDir, origin: origin.origin })}\n`);
		}
		return await run(read, args, print);
	} catch (error) {
		if (!runWithoutSettings || !(error instanceof settings.SettingsError)) throw error;
		return runWithoutSettings(error, print);
	}
}

/** Completes the environment from `.env` and from what the meant server says of itself. */
function findInstances(judgesSettings: boolean): Instances {
	loadEnvironment({
		offersPractice: ({ DATA_DIR = './data' }) => meansPractice(readInstances(DATA_DIR))
	});
	const instances = readInstances(process.env['DATA_DIR'] ?? './data');
	const meant = instances.running[process.env['PRACTICE'] === '1' ? 'practice' : 'live'];
	const keepsOwn = judgesSettings && process.env['ORIGIN'] !== undefined;
	if (meant && !keepsOwn) Object.assign(process.env, variablesOf(meant));
	return instances;
}

const [name = '', ...args] = process.argv.slice(2);
main(name, args).then((code) => process.exit(code), refuse);
