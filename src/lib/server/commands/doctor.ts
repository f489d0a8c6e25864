import { counted } from '../../format.ts';
import type { Settings, SettingsError } from '../settings/settings.ts';
import { withSavedApps } from '../meta-apps/closed.ts';
import { refusalOf } from '../setup/database-facts.ts';
import { reportLines } from '../setup/headline.ts';
import { metaNetwork, type networkReader, PROBE_TIMEOUT_MS } from '../setup/network.ts';
import { readKeyFile } from '../setup/path-facts.ts';
import { readChecks } from '../setup/read-checks.ts';
import type { Print } from './terminal.ts';

/**
 * `npm run mooring -- doctor`: the checks of the page Setup, in a terminal, beside a running server
 * or without one.
 * @returns 1 where any check is wrong, else 0
 */
export async function run(
	environment: Settings,
	_args: string[],
	print: Print,
	network: ReturnType<typeof networkReader> = metaNetwork(),
	dotEnv = '.env'
): Promise<number> {
	const masters = environment.secretKeys ?? readKeyFile(environment.dataDir);
	// A database that a start would refuse is not opened by a look either.
	const mode = environment.practice ? 'practice' : 'live';
	const isOpenable = refusalOf(environment.dataDir, mode) === null;
	const settings = isOpenable ? await withSavedApps(environment, masters) : environment;
	const checks = await readChecks({
		settings,
		dotEnv,
		app: null,
		network,
		// A terminal waits until every host has answered or failed.
		patienceMs: PROBE_TIMEOUT_MS * 2,
		headers: null,
		now: Date.now
	});
	for (const line of reportLines(checks)) print(line);
	return checks.some(({ state }) => state === 'wrong') ? 1 : 0;
}

/** Where the settings cannot be read at all: that list is the report. */
export function runWithoutSettings({ problems }: SettingsError, print: Print): number {
	for (const problem of problems) print(`wrong    ${problem}`);
	print(`${counted(problems.length, 'setting')} cannot work, and nothing else could be checked.`);
	return 1;
}
