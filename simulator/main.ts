import { readOptions } from './options.ts';
import { startSimulator } from './server.ts';
import type { World } from './world.ts';

const options = readOptions(process.env);
if (Array.isArray(options)) {
	for (const sentence of options) console.error(sentence);
	process.exit(1);
}

try {
	const simulator = await startSimulator(options);
	const stop = () => process.exit(0);
	process.once('SIGINT', stop).once('SIGTERM', stop);
	if (process.send) {
		// Started beside an app, for people.
		simulator.world.isForPractice = true;
		process.once('disconnect', stop);
		process.send({ ready: true, url: simulator.url });
	} else introduce(simulator.url, simulator.world);
} catch (error) {
	const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
	console.error(
		code === 'EADDRINUSE'
			? `Port ${options.port} is in use: stop what holds it, or set SIMULATOR_PORT.`
			: `The simulator cannot listen on ${options.host}, port ${options.port} (${code}).`
	);
	process.exit(1);
}

function introduce(url: string, world: World): void {
	const [app] = world.apps.values();
	const [facebookApp] = world.facebook.apps.values();
	const lines = [
		'Simulator — not Instagram; nothing here touches Meta.',
		`Control page:   ${url}/`,
		`Client id:      ${app?.clientId}`,
		`Client secret:  ${app?.clientSecret}`,
		...(app?.redirectUris ?? []).map((uri) => `Redirect URI:   ${uri}`),
		`Accounts:       ${[...world.accounts.keys()].join(', ')}`,
		'Facebook Login:',
		`Client id:      ${facebookApp?.clientId}`,
		`Client secret:  ${facebookApp?.clientSecret}`,
		...(facebookApp?.redirectUris ?? []).map((uri) => `Redirect URI:   ${uri}`),
		`People:         ${[...world.facebook.people.keys()].join(', ')}`,
		'Replace https://www.facebook.com, https://graph.facebook.com,',
		'https://www.instagram.com, https://api.instagram.com and',
		`https://graph.instagram.com by ${url}`
	];
	console.log(lines.join('\n'));
}
