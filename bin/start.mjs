import { loadEnvironment } from './environment.mjs';
import { listen } from './server/http-server.mjs';
import { emptyPracticeData } from './practice/practice-data.mjs';
import { refuse } from './refusal.mjs';
import { useOutgoingProxy } from './outgoing-proxy.mjs';
import { startSimulator } from './practice/simulator-process.mjs';
import { sayStarted } from './server/started-lines.mjs';
import { stopOnSignals, surviveFaults } from './server/stop.mjs';

/** The running app, where hooks.server.ts keeps it. @returns {{ claimLink?: string | null, stop(): Promise<void> } | undefined} */
const runningApp = () => Reflect.get(globalThis, Symbol.for('mooring.app'));

/** What answers ahead of Kit, where hooks.server.ts keeps it. @type {import('./server/http-server.mjs').Answers['front']} */
const front = (request) => Reflect.get(globalThis, Symbol.for('mooring.front'))?.(request) ?? null;

/** Reads the settings, listens, starts the pretend Meta where practice is on, then the app itself. */
async function start() {
	loadEnvironment({ offersPractice: process.argv.includes('--preview') });
	const { readSettings } = await import('../src/lib/server/settings/settings.ts');
	const { unservedLine } = await import('../src/lib/server/setup/listening.ts');
	const { isOurHost } = await import('../src/lib/server/http/host.ts');
	const { isOpenTarget, targetForKit } = await import('../src/lib/server/http/worlds.ts');
	const { unreadError } = await import('../src/lib/server/http/program-error.ts');
	const { wrongHost } = await import('../src/lib/server/http/wrong-host-page.ts');
	const { baseHeaders } = await import('../src/lib/server/http/headers.ts');
	const { openHeaders } = await import('../src/lib/server/feed/open-headers.ts');
	const { socketKey } = await import('../src/lib/server/http/client-key.ts');
	const { MAX_BODY } = await import('../src/lib/server/http/routes.ts');
	const { PLAIN_PAGE_HEADERS } = await import('../src/lib/server/http/plain-page.ts');
	const { createLog } = await import('../src/lib/server/log.ts');
	const settings = readSettings(process.env);
	const [strict, open] = [
		baseHeaders(settings.origin),
		openHeaders(settings.origin.protocol === 'https:')
	];
	const goesPast = useOutgoingProxy(settings, process.env);
	const log = createLog(settings.logLevel);
	const server = await listen(settings, {
		isOurHost: (host) => isOurHost(host, settings.origin),
		targetForKit,
		programError: unreadError,
		wrongHostPage: wrongHost(settings, () => log),
		wrongHostHeaders: PLAIN_PAGE_HEADERS,
		headersFor: (target) => (isOpenTarget(target) ? open : strict),
		isOpen: isOpenTarget,
		front,
		countAs: (address) => socketKey(address, settings.addressHeader)
	});
	/** @type {{ stop(): void } | undefined} */
	let simulator;
	stopOnSignals({
		drain: server.drain,
		stopApp: () => runningApp()?.stop(),
		atExit: () => simulator?.stop()
	});
	const { practice, instagram, facebook } = settings;
	await emptyPracticeData(settings);
	if (practice && instagram && facebook) {
		simulator = await startSimulator({ practice, instagram, facebook });
	}

	// Kit builds its own idea of the address and of a body's size from these variables, at import.
	process.env['ORIGIN'] = settings.origin.origin;
	process.env['BODY_SIZE_LIMIT'] = String(MAX_BODY);
	const built = '../build/handler.js';
	const { handler } = await import(built);
	server.handle(handler);
	await sayStarted({
		origin: settings.origin.origin,
		claimLink: runningApp()?.claimLink ?? null,
		notes: [goesPast, unservedLine(settings)]
	});
}

surviveFaults();
start().catch(refuse);
