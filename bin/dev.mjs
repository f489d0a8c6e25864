import { createServer } from 'vite';
import { loadEnvironment } from './environment.mjs';
import { checkPort, refuse } from './refusal.mjs';
import { emptyPracticeData } from './practice/practice-data.mjs';
import { useOutgoingProxy } from './outgoing-proxy.mjs';
import { startSimulator } from './practice/simulator-process.mjs';
import { sayStarted } from './server/started-lines.mjs';
import { stopOnSignals } from './server/stop.mjs';

/** @returns {{ claimLink?: string | null, stop(): Promise<void> } | undefined} */
const runningApp = () => Reflect.get(globalThis, Symbol.for('mooring.app'));

/** Vite's development server on the same settings, with the pretend Meta where practice is on. */
async function dev() {
	loadEnvironment({ offersPractice: true });
	const { readSettings } = await import('../src/lib/server/settings/settings.ts');
	const { unservedLine } = await import('../src/lib/server/setup/listening.ts');
	const settings = readSettings(process.env);
	const goesPast = useOutgoingProxy(settings, process.env);
	const { host, port, origin, practice, instagram, facebook } = settings;
	await checkPort(settings);
	process.env['ORIGIN'] = origin.origin;
	const vite = await createServer({
		server: { host, port, strictPort: true, allowedHosts: [origin.hostname] }
	});
	// Vite would end the process before the app has stopped.
	process.removeAllListeners('SIGTERM');
	/** @type {{ stop(): void } | undefined} */
	let simulator;
	stopOnSignals({
		drain: () => vite.close(),
		stopApp: () => runningApp()?.stop(),
		atExit: () => simulator?.stop()
	});
	await emptyPracticeData(settings);
	if (practice && instagram && facebook) {
		simulator = await startSimulator({ practice, instagram, facebook });
	}
	await vite.listen();
	// Kit starts the app with the first request; the claim link is known after it.
	await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/healthz`).catch(() => {});
	await sayStarted({
		origin: origin.origin,
		claimLink: runningApp()?.claimLink ?? null,
		notes: [goesPast, unservedLine(settings)]
	});
}

dev().catch(refuse);
